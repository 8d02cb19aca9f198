-- One row per pharmacy that declared that week, among those given: its current declaration. `received`
-- counts the declarations of the week, replaced ones included.
SELECT
    finess,
    max(declaration_id) AS declaration_id,
    count(*) AS received
FROM declaration
WHERE week = $week AND finess IN (SELECT unnest($finesses::TEXT[]) AS finess)
GROUP BY finess
ORDER BY finess NULLS LAST;
