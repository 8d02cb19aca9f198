-- One row per pharmacy among those numbers, or run by the legal entity of one of them.
SELECT
    finess,
    finess_ej,
    name,
    opened_on,
    closed_on
FROM pharmacy
WHERE
    finess IN (SELECT unnest($finesses::TEXT[]) AS finess)
    OR finess_ej IN (SELECT unnest($finesses::TEXT[]) AS finess)
ORDER BY finess NULLS LAST;
