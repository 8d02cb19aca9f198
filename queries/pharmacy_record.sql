-- One row per pharmacy of that FINESS number, at most one: what the register says of it.
SELECT
    pharmacy.finess,
    pharmacy.finess_ej,
    pharmacy.owner_key,
    pharmacy.name,
    pharmacy.address,
    pharmacy.postcode,
    pharmacy.city,
    pharmacy.department_code,
    department.name AS department_name,
    pharmacy.opened_on,
    pharmacy.closed_on,
    pharmacy.updated_on,
    pharmacy.telephone,
    pharmacy.email
FROM pharmacy
LEFT JOIN department ON pharmacy.department_code = department.department_code
WHERE pharmacy.finess = $finess;
