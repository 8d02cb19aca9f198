-- One row per account of that name: at most one.
SELECT
    name,
    display_name,
    role,
    finess,
    email,
    password_hash,
    locked
FROM account
WHERE name = $name;
