-- One row per pharmacy of that FINESS number: the owner it counts for in statistical secrecy.
UPDATE pharmacy
SET owner_key = $owner_key
WHERE finess = $finess;
