-- One row per department, with its region.
SELECT
    department.department_code,
    department.name,
    department.region_code,
    region.name AS region_name
FROM department
INNER JOIN region ON department.region_code = region.region_code
ORDER BY department.department_code NULLS LAST;
