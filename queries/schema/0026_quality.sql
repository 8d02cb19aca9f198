-- What the Ordre decides about a declared figure that surprises (docs/adr/0014). Append-only: the decision of
-- the highest step counts. It is about one declaration's line: the next declaration is not touched by it.
-- verdict: 'kept', 'excluded' (counted in no aggregate, estimate or release) or 'reopened'.
-- The key makes two decisions at once one before the other: the second finds the first and is tried again.
CREATE TABLE figure_decision (
    declaration_id BIGINT NOT NULL,
    cip13 TEXT NOT NULL,
    step INTEGER NOT NULL,
    week DATE NOT NULL,
    verdict TEXT NOT NULL,
    cause TEXT NOT NULL,
    words TEXT NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    decided_by TEXT NOT NULL,
    PRIMARY KEY (declaration_id, cip13, step)
);

-- One row per line that is left out of every sum: « not declared » for that pharmacy, product and week.
CREATE VIEW excluded_line AS
WITH latest AS (
    SELECT
        declaration_id,
        cip13,
        max(step) AS step
    FROM figure_decision
    GROUP BY declaration_id, cip13
)

SELECT
    decision.declaration_id,
    decision.cip13,
    decision.week
FROM figure_decision AS decision
INNER JOIN latest
    ON
        decision.declaration_id = latest.declaration_id
        AND decision.cip13 = latest.cip13
        AND decision.step = latest.step
WHERE decision.verdict = 'excluded';

-- One letter at most about one figure; the row is written once the mail server has taken it.
CREATE TABLE figure_letter (
    declaration_id BIGINT NOT NULL,
    cip13 TEXT NOT NULL,
    finess TEXT NOT NULL,
    week DATE NOT NULL,
    sent_at TIMESTAMP NOT NULL,
    sent_by TEXT NOT NULL,
    PRIMARY KEY (declaration_id, cip13)
);

-- The lines that the state of a release leaves out, as they were when it was drawn: a decision of later
-- must not change what an earlier release is known to have shown. Individual data, kept like release_member.
CREATE TABLE release_excluded (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    declaration_id BIGINT NOT NULL,
    cip13 TEXT NOT NULL
);

-- How many decisions an aggregated week was computed from; they only grow.
ALTER TABLE week_state ADD COLUMN decision_count BIGINT;
