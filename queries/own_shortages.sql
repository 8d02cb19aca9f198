-- One row per act on a shortage of one pharmacy.
SELECT
    shortage.shortage_id,
    shortage.cip13,
    shortage.product_name,
    event.kind,
    event.state,
    event.happened_at,
    event.author,
    event.last_supply,
    event.distributors,
    event.asked_at,
    event.reason,
    event.missing_units,
    event.answer,
    event.expected_on,
    event.redelivered_on
FROM shortage
INNER JOIN shortage_event AS event ON shortage.shortage_id = event.shortage_id
WHERE shortage.finess = $finess
ORDER BY shortage.opened_at NULLS LAST, shortage.shortage_id NULLS LAST, event.step NULLS LAST;
