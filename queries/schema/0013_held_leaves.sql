-- What a release stands on (docs/adr/0008). The four tables below hold individual data: only the release
-- reads them, what no leaf stands on any more is deleted at each release, and retention applies to the rest.

-- The state of a release: with which declaration each pharmacy stood in it, and where.
CREATE TABLE release_member (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    finess TEXT NOT NULL,
    department_code TEXT NOT NULL,
    declaration_id BIGINT NOT NULL
);

-- Which state each leaf of a release shows: its own, or an earlier one that is held.
-- state_week NULL: no state yet. data_of: the last week of which these figures are true.
CREATE TABLE held_leaf (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    department_code TEXT NOT NULL,
    cip13 TEXT NOT NULL,
    state_week DATE,
    state_revision INTEGER,
    data_of DATE
);

-- The figures that a release withholds, and the protection they asked for: what an attacker who
-- compares weeks is still looking for. Kept for the four weeks in which releases are compared.
CREATE TABLE release_secret (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    area_level TEXT NOT NULL,
    area_code TEXT NOT NULL,
    item_level TEXT NOT NULL,
    item TEXT NOT NULL,
    units BIGINT NOT NULL,
    asked_above BIGINT NOT NULL,
    asked_below BIGINT NOT NULL
);

-- For the Ordre: the audit's report, what the gate said (one sentence per line) and why it was opened.
CREATE TABLE release_report (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    report TEXT NOT NULL,
    gate TEXT NOT NULL,
    reason TEXT
);

-- What an erratum changed in what is published, cell by cell. NULL: not published.
CREATE TABLE release_difference (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    area_level TEXT NOT NULL,
    area_code TEXT NOT NULL,
    area_name TEXT NOT NULL,
    item_level TEXT NOT NULL,
    item TEXT NOT NULL,
    item_label TEXT NOT NULL,
    status_before TEXT,
    units_before BIGINT,
    status_after TEXT,
    units_after BIGINT
);

-- reason: why there is an erratum, NULL for a first release. regions_only: too few answers for départements.
-- solver_gap: what is withheld costs at most this share too much. leaves_held: leaves not of this week.
ALTER TABLE release ADD COLUMN reason TEXT;
ALTER TABLE release ADD COLUMN previewed_by TEXT;
ALTER TABLE release ADD COLUMN solver_gap DOUBLE PRECISION;
ALTER TABLE release ADD COLUMN respondents INTEGER;
ALTER TABLE release ADD COLUMN active INTEGER;
ALTER TABLE release ADD COLUMN leaves_held INTEGER;
ALTER TABLE release ADD COLUMN regions_only BOOLEAN;
