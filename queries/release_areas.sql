-- One row per department, also where nobody declared: its names and its pharmacies open that week.
SELECT
    department.department_code,
    department.name,
    department.region_code,
    region.name AS region_name,
    count(pharmacy.finess) AS active
FROM department
INNER JOIN region ON department.region_code = region.region_code
LEFT JOIN pharmacy
    ON
        department.department_code = pharmacy.department_code
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
        AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
GROUP BY department.department_code, department.name, department.region_code, region.name
ORDER BY department.department_code NULLS LAST;
