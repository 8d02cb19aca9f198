-- One row per line of those declarations.
SELECT
    declaration_id,
    cip13,
    state,
    units,
    boxes,
    unchanged
FROM declaration_line
WHERE declaration_id IN (SELECT unnest($declaration_ids::BIGINT[]) AS declaration_id)
ORDER BY declaration_id NULLS LAST, cip13 NULLS LAST;
