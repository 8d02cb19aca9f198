-- One row per product × department with a shortage that lasts, opened by $opened_by, of a pharmacy in business.
-- Nothing follows the act that ends a shortage; an answered one stays so. silent: no word of it since $due.
WITH word AS (
    SELECT
        shortage_id,
        max(happened_at) AS last_at,
        bool_or(state = 'answered') AS answered
    FROM shortage_event
    GROUP BY shortage_id
    HAVING NOT bool_or(state IN ('closed', 'withdrawn'))
)

SELECT
    shortage.cip13,
    pharmacy.department_code,
    max(shortage.product_name) AS product_name,
    count(*) AS pharmacies,
    count(CASE WHEN word.last_at < $due THEN 1 END) AS silent,
    count(CASE WHEN word.answered THEN 1 END) AS answered,
    count(CASE WHEN shortage.opened_at <= $week_ago THEN 1 END) AS week_old,
    count(CASE WHEN shortage.opened_at <= $month_ago THEN 1 END) AS month_old,
    min(shortage.opened_at) AS oldest
FROM shortage
INNER JOIN word ON shortage.shortage_id = word.shortage_id
INNER JOIN pharmacy ON shortage.finess = pharmacy.finess
WHERE
    shortage.opened_at <= $opened_by
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today::DATE)
GROUP BY shortage.cip13, pharmacy.department_code
ORDER BY shortage.cip13 NULLS LAST, pharmacy.department_code NULLS LAST;
