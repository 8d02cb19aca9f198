-- One row per aggregated week: which state of the declarations it is computed from.
INSERT INTO week_state (week, last_declaration_id, declaration_count, computed_at)
VALUES ($week, $newest, $declarations, $now)
ON CONFLICT (week) DO UPDATE SET
    last_declaration_id = excluded.last_declaration_id,
    declaration_count = excluded.declaration_count,
    computed_at = excluded.computed_at;
