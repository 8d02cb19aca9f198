-- One row per account of one pharmacy.
SELECT
    name,
    display_name,
    email,
    created_at,
    locked
FROM account
WHERE finess = $finess
ORDER BY name NULLS LAST;
