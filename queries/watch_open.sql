-- One row per product × department with a shortage that lasts at $now, opened by $opened_by, of a pharmacy in
-- business. state: open and answered last. silent: no word of it since $due.
WITH latest AS (
    SELECT
        shortage_id,
        max(step) AS step
    FROM shortage_event
    GROUP BY shortage_id
)

SELECT
    shortage.cip13,
    pharmacy.department_code,
    max(shortage.product_name) AS product_name,
    count(DISTINCT shortage.finess) AS pharmacies,
    count(CASE WHEN event.happened_at < $due THEN 1 END) AS silent,
    count(CASE WHEN event.state = 'answered' THEN 1 END) AS answered,
    count(CASE WHEN shortage.opened_at <= $week_ago THEN 1 END) AS week_old,
    count(CASE WHEN shortage.opened_at <= $month_ago THEN 1 END) AS month_old,
    min(shortage.opened_at) AS oldest
FROM shortage
INNER JOIN latest ON shortage.shortage_id = latest.shortage_id
INNER JOIN shortage_event AS event
    ON latest.shortage_id = event.shortage_id AND latest.step = event.step
INNER JOIN pharmacy ON shortage.finess = pharmacy.finess
WHERE
    event.state IN ('open', 'answered')
    AND shortage.opened_at <= $opened_by
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today::DATE)
GROUP BY shortage.cip13, pharmacy.department_code
ORDER BY shortage.cip13 NULLS LAST, pharmacy.department_code NULLS LAST;
