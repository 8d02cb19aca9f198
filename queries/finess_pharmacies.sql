-- One row per pharmacy known, closed ones included.
SELECT
    finess,
    finess_ej,
    owner_key,
    name,
    address,
    postcode,
    city,
    territory_code,
    department_code,
    opened_on,
    updated_on,
    telephone,
    closed_on
FROM pharmacy
ORDER BY finess NULLS LAST;
