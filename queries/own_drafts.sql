-- One row per field that one pharmacy typed and has not sent yet.
SELECT
    week,
    field,
    typed,
    saved_at
FROM draft
WHERE finess = $finess
ORDER BY draft_id NULLS LAST;
