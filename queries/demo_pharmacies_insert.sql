-- One row per invented pharmacy.
INSERT INTO pharmacy (
    finess, finess_ej, owner_key, name, address, postcode, city,
    territory_code, department_code, opened_on, closed_on, updated_on, email, telephone
)
SELECT
    unnest($finesses::TEXT[]) AS finess,
    unnest($finess_ejs::TEXT[]) AS finess_ej,
    unnest($owner_keys::TEXT[]) AS owner_key,
    unnest($names::TEXT[]) AS name,
    unnest($addresses::TEXT[]) AS address,
    unnest($postcodes::TEXT[]) AS postcode,
    unnest($cities::TEXT[]) AS city,
    unnest($territory_codes::TEXT[]) AS territory_code,
    unnest($department_codes::TEXT[]) AS department_code,
    unnest($opened_ons::DATE[]) AS opened_on,
    unnest($closed_ons::DATE[]) AS closed_on,
    $updated_on::DATE AS updated_on,
    unnest($emails::TEXT[]) AS email,
    unnest($telephones::TEXT[]) AS telephone;
