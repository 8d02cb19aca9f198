-- One row per field typed; ids are drawn in the order of the lists.
INSERT INTO draft (draft_id, finess, week, field, typed, saved_at, device)
SELECT
    nextval('draft_seq'),
    $finess::TEXT,
    $week::DATE,
    fields.field,
    fields.typed,
    $now::TIMESTAMP,
    $device::TEXT
FROM (
    SELECT
        unnest($fields::TEXT[]) AS field,
        unnest($texts::TEXT[]) AS typed
) AS fields;
