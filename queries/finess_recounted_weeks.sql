-- One row per aggregated week that the register may still change: not released, declarations not erased.
WITH received AS (
    SELECT
        week,
        count(*) AS declarations
    FROM declaration
    GROUP BY week
)

SELECT week_state.week
FROM week_state
LEFT JOIN release ON week_state.week = release.week
LEFT JOIN received ON week_state.week = received.week
WHERE
    release.week IS NULL
    AND coalesce(received.declarations, 0) >= week_state.declaration_count
ORDER BY week_state.week NULLS LAST;
