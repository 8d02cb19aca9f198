-- One row per department with an active pharmacy that week: the ranks of its pharmacies among all active ones.
WITH active AS (
    SELECT
        pharmacy.department_code,
        row_number() OVER (ORDER BY pharmacy.finess NULLS LAST) - 1 AS place
    FROM pharmacy
    WHERE
        (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
)

SELECT
    active.department_code,
    department.region_code,
    array_agg(active.place) AS places
FROM active
INNER JOIN department ON active.department_code = department.department_code
GROUP BY active.department_code, department.region_code
ORDER BY active.department_code NULLS LAST;
