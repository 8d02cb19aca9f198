-- One row per pharmacy of the state of a release: its current declaration of the week, or, when it is silent,
-- the last one of the weeks since $oldest. A declaration without a line takes the answer back.
INSERT INTO release_member (week, revision, finess, department_code, declaration_id)
WITH latest AS (
    SELECT
        finess,
        week,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week BETWEEN $oldest AND $week
    GROUP BY finess, week
),

answer AS (
    SELECT
        latest.finess,
        latest.declaration_id,
        row_number() OVER (PARTITION BY latest.finess ORDER BY latest.week DESC NULLS LAST) AS place
    FROM latest
    INNER JOIN declaration ON latest.declaration_id = declaration.declaration_id
    WHERE declaration.line_count > 0
)

SELECT
    $week,
    $revision,
    pharmacy.finess,
    pharmacy.department_code,
    answer.declaration_id
FROM answer
INNER JOIN pharmacy ON answer.finess = pharmacy.finess
WHERE
    answer.place = 1
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
    AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday);
