-- One row per week asked: how far its declarations go, and how far its aggregate went (NULL: never).
SELECT
    coalesce(received.newest, 0) AS newest,
    received.declarations,
    week_state.last_declaration_id,
    week_state.declaration_count
FROM (
    SELECT
        max(declaration_id) AS newest,
        count(*) AS declarations
    FROM declaration
    WHERE week = $week
) AS received
LEFT JOIN week_state ON week_state.week = $week;
