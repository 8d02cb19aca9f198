-- One row per declaration of one pharmacy that bears that receipt, replaced or not: at most one.
WITH received AS (
    SELECT
        declaration_id,
        receipt_id,
        week,
        received_at,
        author,
        row_number() OVER (PARTITION BY week ORDER BY declaration_id NULLS LAST) - 1 AS sequence
    FROM declaration
    WHERE finess = $finess
)

SELECT
    declaration_id,
    receipt_id,
    week,
    received_at,
    author,
    sequence
FROM received
WHERE receipt_id = $receipt_id;
