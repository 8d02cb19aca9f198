-- One row per pharmacy's week: its current declaration. `sequence` counts the earlier ones it replaced.
WITH received AS (
    SELECT
        declaration_id,
        receipt_id,
        received_at,
        author,
        row_number() OVER (ORDER BY declaration_id NULLS LAST) - 1 AS sequence
    FROM declaration
    WHERE finess = $finess AND week = $week
)

SELECT
    declaration_id,
    receipt_id,
    received_at,
    author,
    sequence
FROM received
ORDER BY declaration_id DESC NULLS LAST
LIMIT 1;
