-- One row per department: its active pharmacies of a week, and those that declared something.
INSERT INTO week_response (week, department_code, respondents, active)
WITH answered AS (
    SELECT
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week
    GROUP BY finess
),

-- A last declaration without a line takes the answer back.
speaking AS (
    SELECT answered.finess
    FROM answered
    INNER JOIN declaration ON answered.declaration_id = declaration.declaration_id
    WHERE declaration.week = $week AND declaration.line_count > 0
),

active AS (
    SELECT
        finess,
        department_code
    FROM pharmacy
    WHERE
        (opened_on IS NULL OR opened_on <= $sunday)
        AND (closed_on IS NULL OR closed_on > $week)
)

SELECT
    $week AS week,
    department.department_code,
    cast(count(speaking.finess) AS INTEGER) AS respondents,
    cast(count(active.finess) AS INTEGER) AS active
FROM department
LEFT JOIN active ON department.department_code = active.department_code
LEFT JOIN speaking ON active.finess = speaking.finess
GROUP BY department.department_code;
