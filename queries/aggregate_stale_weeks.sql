-- One row per week whose declarations or decisions went further than its aggregate, oldest first.
-- The count too: an id drawn early may be committed after a later one was aggregated.
WITH received AS (
    SELECT
        week,
        max(declaration_id) AS newest,
        count(*) AS declarations
    FROM declaration
    GROUP BY week
),

judged AS (
    SELECT
        week,
        count(*) AS decisions
    FROM figure_decision
    GROUP BY week
)

SELECT received.week
FROM received
LEFT JOIN judged ON received.week = judged.week
LEFT JOIN week_state ON received.week = week_state.week
WHERE
    week_state.week IS NULL
    OR received.newest > week_state.last_declaration_id
    OR received.declarations > week_state.declaration_count
    OR judged.decisions > coalesce(week_state.decision_count, 0)
ORDER BY received.week NULLS LAST;
