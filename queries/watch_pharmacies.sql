-- One row per department: its pharmacies in business, and how many of them have a shortage that lasts, opened
-- by $opened_by, of the product or, when it is NULL, of any.
WITH latest AS (
    SELECT
        shortage_id,
        max(step) AS step
    FROM shortage_event
    GROUP BY shortage_id
),

concerned AS (
    SELECT DISTINCT shortage.finess
    FROM shortage
    INNER JOIN latest ON shortage.shortage_id = latest.shortage_id
    INNER JOIN shortage_event AS event
        ON latest.shortage_id = event.shortage_id AND latest.step = event.step
    WHERE
        event.state IN ('open', 'answered')
        AND shortage.opened_at <= $opened_by
        AND ($cip13::TEXT IS NULL OR shortage.cip13 = $cip13::TEXT)
)

SELECT
    pharmacy.department_code,
    count(*) AS active,
    count(concerned.finess) AS concerned
FROM pharmacy
LEFT JOIN concerned ON pharmacy.finess = concerned.finess
WHERE
    (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $today::DATE)
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today::DATE)
GROUP BY pharmacy.department_code
ORDER BY pharmacy.department_code NULLS LAST;
