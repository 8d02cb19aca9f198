-- One row per line of one declaration.
SELECT
    cip13,
    state,
    units,
    boxes,
    unchanged
FROM declaration_line
WHERE declaration_id = $declaration_id
ORDER BY cip13 NULLS LAST;
