-- One row per account of that name: its new password's hash.
UPDATE account
SET password_hash = $password_hash
WHERE name = $name;
