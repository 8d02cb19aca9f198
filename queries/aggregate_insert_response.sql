-- One row per department: its active pharmacies of a week, and those that declared something.
INSERT INTO week_response (week, department_code, respondents, active)
-- A last declaration without a line takes the answer back.
WITH speaking AS (
    SELECT finess
    FROM declaration
    WHERE week = $week
    GROUP BY finess
    HAVING max(declaration_id) = max(CASE WHEN line_count > 0 THEN declaration_id END)
),

counted AS (
    SELECT
        pharmacy.department_code,
        count(speaking.finess) AS respondents,
        count(*) AS active
    FROM pharmacy
    LEFT JOIN speaking ON pharmacy.finess = speaking.finess
    WHERE
        (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
    GROUP BY pharmacy.department_code
)

SELECT
    $week,
    department.department_code,
    coalesce(counted.respondents, 0) AS respondents,
    coalesce(counted.active, 0) AS active
FROM department
LEFT JOIN counted ON department.department_code = counted.department_code;
