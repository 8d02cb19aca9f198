-- One row per act of one shortage, if it is that pharmacy's; the latest first.
SELECT
    event.step,
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
FROM shortage_event AS event
INNER JOIN shortage ON event.shortage_id = shortage.shortage_id
WHERE shortage.finess = $finess AND shortage.shortage_id = $shortage_id
ORDER BY event.step DESC NULLS LAST;
