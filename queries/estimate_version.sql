-- One row per question, always one: what an estimate of $week stands on. Another row, another estimate.
WITH declared AS (
    SELECT
        max(declaration_id) AS newest,
        count(*) AS declarations
    FROM declaration
    WHERE week BETWEEN $first AND $week
),

registered AS (
    SELECT
        count(*) AS pharmacies,
        max(updated_on) AS updated_on
    FROM pharmacy
    WHERE
        (opened_on IS NULL OR opened_on <= $sunday)
        AND (closed_on IS NULL OR closed_on > $week)
),

-- Decisions are only ever added.
decided AS (
    SELECT count(*) AS decisions
    FROM figure_decision
    WHERE week BETWEEN $first AND $week
)

SELECT
    declared.newest,
    declared.declarations,
    decided.decisions,
    registered.pharmacies,
    registered.updated_on
FROM declared
CROSS JOIN registered
CROSS JOIN decided;
