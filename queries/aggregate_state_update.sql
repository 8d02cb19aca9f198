-- One row: an aggregated week, and from which state of the declarations and decisions it is computed now.
-- ON CONFLICT would say both in one question, and cost as much as half of the aggregate.
UPDATE week_state
SET
    last_declaration_id = $newest,
    declaration_count = $declarations,
    decision_count = $decisions,
    computed_at = $now
WHERE week = $week;
