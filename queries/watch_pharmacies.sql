-- One row per department: its pharmacies in business, and how many of them have a shortage that lasts, opened
-- by $opened_by, of the product or, when it is NULL, of any.
WITH concerned AS (
    SELECT DISTINCT shortage.finess
    FROM shortage
    LEFT JOIN shortage_event AS ending
        ON
            shortage.shortage_id = ending.shortage_id
            AND ending.state IN ('closed', 'withdrawn')
    WHERE
        ending.shortage_id IS NULL
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
