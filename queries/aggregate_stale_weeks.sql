-- One row per week whose declarations went further than its aggregate, oldest first.
-- The count too: an id drawn early may be committed after a later one was aggregated.
SELECT received.week
FROM (
    SELECT
        week,
        max(declaration_id) AS newest,
        count(*) AS declarations
    FROM declaration
    GROUP BY week
) AS received
LEFT JOIN week_state ON received.week = week_state.week
WHERE
    week_state.week IS NULL
    OR received.newest > week_state.last_declaration_id
    OR received.declarations > week_state.declaration_count
ORDER BY received.week NULLS LAST;
