-- One row per department, also where nobody declared: its name and its pharmacies open that week.
SELECT
    department.department_code,
    department.name,
    count(pharmacy.finess) AS active
FROM department
LEFT JOIN pharmacy
    ON
        department.department_code = pharmacy.department_code
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
        AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
GROUP BY department.department_code, department.name
ORDER BY department.department_code NULLS LAST;
