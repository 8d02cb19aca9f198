-- One row per line of the declarations whose receipts are given; declared lines only.
INSERT INTO declaration_line (declaration_id, cip13, state, units, boxes, unchanged)
SELECT
    declaration.declaration_id,
    entries.cip13,
    entries.state,
    entries.units,
    entries.boxes,
    entries.unchanged
FROM (
    SELECT
        unnest($receipt_ids::TEXT[]) AS receipt_id,
        unnest($cip13s::TEXT[]) AS cip13,
        unnest($states::TEXT[]) AS state,
        unnest($units::INTEGER[]) AS units,
        unnest($boxes::INTEGER[]) AS boxes,
        unnest($unchanged::BOOLEAN[]) AS unchanged
) AS entries
INNER JOIN declaration ON entries.receipt_id = declaration.receipt_id;
