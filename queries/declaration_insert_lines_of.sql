-- One row per line of one declaration; declared lines only.
INSERT INTO declaration_line (declaration_id, cip13, state, units, boxes, unchanged)
SELECT
    $declaration_id::BIGINT AS declaration_id,
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($states::TEXT[]) AS state,
    unnest($units::INTEGER[]) AS units,
    unnest($boxes::INTEGER[]) AS boxes,
    unnest($unchanged::BOOLEAN[]) AS unchanged;
