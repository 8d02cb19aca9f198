-- One row per week aggregated for the first time: from which state of the declarations and decisions.
INSERT INTO week_state (week, last_declaration_id, declaration_count, decision_count, computed_at)
VALUES ($week, $newest, $declarations, $decisions, $now);
