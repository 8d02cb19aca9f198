-- One row: the pharmacy as the register holds it.
SELECT
    finess,
    finess_ej,
    name,
    address,
    postcode,
    city,
    territory_code,
    department_code,
    opened_on,
    closed_on,
    updated_on,
    email,
    telephone
FROM pharmacy
WHERE finess = $finess;
