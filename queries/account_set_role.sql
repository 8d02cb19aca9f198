-- One row per account of that name: its new role, and its pharmacy when it is a pharmacist's.
UPDATE account
SET role = $role, finess = $finess
WHERE name = $name;
