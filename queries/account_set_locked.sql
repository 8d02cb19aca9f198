-- One row per account of that name: kept out, or let in again.
UPDATE account
SET locked = $locked
WHERE name = $name;
