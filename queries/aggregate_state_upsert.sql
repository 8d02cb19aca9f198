-- One row per aggregated week: which state of the declarations, and how many decisions, it is computed from.
INSERT INTO week_state (week, last_declaration_id, declaration_count, decision_count, computed_at)
SELECT
    $week::DATE,
    $newest::BIGINT,
    $declarations::BIGINT,
    count(*) AS decision_count,
    $now::TIMESTAMP
FROM figure_decision
WHERE week = $week
ON CONFLICT (week) DO UPDATE SET
    last_declaration_id = excluded.last_declaration_id,
    declaration_count = excluded.declaration_count,
    decision_count = excluded.decision_count,
    computed_at = excluded.computed_at;
