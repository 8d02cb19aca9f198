-- One row per account moved to another pharmacy: at most one.
UPDATE account
SET finess = $finess, display_name = $display_name
WHERE name = $name;
