-- One row per shortage that still holds, of a pharmacy in business, without a word of it since an instant;
-- the oldest word first. state: open and answered still hold.
WITH latest AS (
    SELECT
        shortage_id,
        max(step) AS step
    FROM shortage_event
    GROUP BY shortage_id
)

SELECT
    shortage.shortage_id,
    shortage.finess,
    shortage.cip13,
    shortage.product_name,
    shortage.opened_at,
    event.happened_at AS last_word_at
FROM shortage
INNER JOIN latest ON shortage.shortage_id = latest.shortage_id
INNER JOIN shortage_event AS event
    ON latest.shortage_id = event.shortage_id AND latest.step = event.step
INNER JOIN pharmacy ON shortage.finess = pharmacy.finess
WHERE
    event.state IN ('open', 'answered')
    AND event.happened_at < $before
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today::DATE)
ORDER BY event.happened_at NULLS LAST, shortage.shortage_id NULLS LAST;
