-- One row per pharmacy of the extract that is new or differs; it is open, its e-mail is kept, and so is its
-- telephone number where the extract gives none.
INSERT INTO pharmacy (
    finess, finess_ej, owner_key, name, address, postcode, city, territory_code, department_code,
    opened_on, updated_on, telephone, closed_on
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
    unnest($opened_on::DATE[]) AS opened_on,
    unnest($updated_on::DATE[]) AS updated_on,
    unnest($telephones::TEXT[]) AS telephone,
    NULL::DATE AS closed_on
ON CONFLICT (finess) DO UPDATE SET
    finess_ej = excluded.finess_ej,
    owner_key = excluded.owner_key,
    name = excluded.name,
    address = excluded.address,
    postcode = excluded.postcode,
    city = excluded.city,
    territory_code = excluded.territory_code,
    department_code = excluded.department_code,
    opened_on = excluded.opened_on,
    updated_on = excluded.updated_on,
    telephone = coalesce(excluded.telephone, pharmacy.telephone),
    closed_on = NULL;
