-- One row: what an estimate of $week stands on. Another row, another estimate.
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
)

SELECT
    declared.newest,
    declared.declarations,
    registered.pharmacies,
    registered.updated_on
FROM declared
CROSS JOIN registered;
