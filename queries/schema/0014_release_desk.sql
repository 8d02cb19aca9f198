-- What happens around a release: who looked, what Monday's own act met, who was written to. All append-only.

-- summary: JSON, what the desk shows of a look (counts, reasons, audit); no figure of a withheld cell.
CREATE TABLE release_preview (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    previewed_at TIMESTAMP NOT NULL,
    previewed_by TEXT NOT NULL,
    state_sha256 TEXT NOT NULL,
    summary TEXT NOT NULL
);

-- outcome: 'publie' or 'refuse'; sentence: in French, why it could not.
CREATE TABLE release_attempt (
    week DATE NOT NULL,
    tried_at TIMESTAMP NOT NULL,
    outcome TEXT NOT NULL,
    sentence TEXT NOT NULL
);

-- One row per letter that the mail server took: nobody is written to twice about one release.
CREATE TABLE release_letter (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    sent_at TIMESTAMP NOT NULL
);
