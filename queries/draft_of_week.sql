-- One row per field saved and not yet declared, the later after: several per field when it was changed.
SELECT
    field,
    typed,
    saved_at,
    device,
    draft_id
FROM draft
WHERE finess = $finess AND week = $week
ORDER BY draft_id NULLS LAST;
