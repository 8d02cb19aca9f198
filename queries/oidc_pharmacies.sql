-- One row per pharmacy among those FINESS numbers that is open on that day, by name.
SELECT
    finess,
    name,
    city
FROM pharmacy
WHERE
    finess IN (SELECT unnest($finess::TEXT[]))
    AND (closed_on IS NULL OR closed_on > $today)
ORDER BY name NULLS LAST, finess NULLS LAST;
