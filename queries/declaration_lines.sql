-- One row per line of one declaration, in no order: ordered here, the question would cost twice as much.
SELECT
    cip13,
    state,
    units,
    boxes,
    unchanged
FROM declaration_line
WHERE declaration_id = $declaration_id;
