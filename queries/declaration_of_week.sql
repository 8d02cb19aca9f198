-- One row per declaration of a pharmacy's week, in no order: the highest id is the current one.
-- Ordered here, the question would cost three times as much.
SELECT
    declaration_id,
    receipt_id,
    received_at,
    author
FROM declaration
WHERE finess = $finess AND week = $week;
