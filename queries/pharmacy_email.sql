-- One row per pharmacy of that FINESS number that is open on that day: where to write to it.
SELECT
    finess,
    name,
    email
FROM pharmacy
WHERE finess = $finess AND (closed_on IS NULL OR closed_on > $today);
