-- One row per week asked: how far its declarations and decisions go, and how far its aggregate went (NULL: never).
WITH received AS (
    SELECT
        max(declaration_id) AS newest,
        count(*) AS declarations
    FROM declaration
    WHERE week = $week
),

judged AS (
    SELECT count(*) AS decisions
    FROM figure_decision
    WHERE week = $week
)

SELECT
    coalesce(received.newest, 0) AS newest,
    received.declarations,
    judged.decisions,
    week_state.last_declaration_id,
    week_state.declaration_count,
    week_state.decision_count
FROM received
CROSS JOIN judged
LEFT JOIN week_state ON week_state.week = $week;
