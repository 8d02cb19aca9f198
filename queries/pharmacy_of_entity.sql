-- One row per pharmacy (site, ET) of that legal entity (EJ) that has not closed.
SELECT
    finess,
    name,
    city
FROM pharmacy
WHERE finess_ej = $finess_ej AND closed_on IS NULL
ORDER BY finess NULLS LAST;
