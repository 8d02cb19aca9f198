-- One row per department with an active pharmacy that week: the ranks of its pharmacies among all of the register.
WITH ranked AS (
    SELECT
        department_code,
        opened_on,
        closed_on,
        row_number() OVER (ORDER BY finess NULLS LAST) - 1 AS place
    FROM pharmacy
)

SELECT
    ranked.department_code,
    department.region_code,
    array_agg(ranked.place) AS places
FROM ranked
INNER JOIN department ON ranked.department_code = department.department_code
WHERE
    (ranked.opened_on IS NULL OR ranked.opened_on <= $sunday)
    AND (ranked.closed_on IS NULL OR ranked.closed_on > $week)
GROUP BY ranked.department_code, department.region_code
ORDER BY ranked.department_code NULLS LAST;
