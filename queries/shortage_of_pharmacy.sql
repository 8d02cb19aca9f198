-- One row per shortage of one pharmacy, as its last act leaves it, the latest first.
WITH own AS (
    SELECT
        shortage_id,
        finess,
        cip13,
        product_name,
        opened_at
    FROM shortage
    WHERE finess = $finess
),

latest AS (
    SELECT
        shortage_event.shortage_id,
        max(shortage_event.step) AS step
    FROM own
    INNER JOIN shortage_event ON own.shortage_id = shortage_event.shortage_id
    GROUP BY shortage_event.shortage_id
)

SELECT
    own.shortage_id,
    own.finess,
    own.cip13,
    own.product_name,
    own.opened_at,
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
    event.redelivered_on,
    product.family,
    coalesce(presentation.mitm, FALSE) AS mitm,
    coalesce(presentation.stopped, FALSE) AS stopped
FROM own
INNER JOIN latest ON own.shortage_id = latest.shortage_id
INNER JOIN shortage_event AS event
    ON latest.shortage_id = event.shortage_id AND latest.step = event.step
LEFT JOIN product ON own.cip13 = product.cip13
LEFT JOIN presentation ON own.cip13 = presentation.cip13
ORDER BY own.opened_at DESC NULLS LAST, own.shortage_id NULLS LAST;
