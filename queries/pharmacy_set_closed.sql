-- One row per pharmacy of that FINESS number: closed from a day on, or open again (NULL).
UPDATE pharmacy
SET closed_on = $closed_on::DATE
WHERE finess = $finess;
