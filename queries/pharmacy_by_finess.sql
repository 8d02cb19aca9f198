-- One row per pharmacy of that FINESS number: at most one.
SELECT
    pharmacy.finess,
    pharmacy.name,
    pharmacy.city,
    pharmacy.postcode,
    pharmacy.department_code,
    pharmacy.opened_on,
    pharmacy.closed_on,
    department.name AS department_name
FROM pharmacy
INNER JOIN department ON pharmacy.department_code = department.department_code
WHERE pharmacy.finess = $finess;
