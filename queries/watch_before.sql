-- One row per product that was missing at an instant in a pharmacy of the area, in business today: in how many.
-- A pharmacy has one open shortage of a product at most. A withdrawn shortage never was.
SELECT
    shortage.cip13,
    count(*) AS pharmacies
FROM shortage
INNER JOIN pharmacy ON shortage.finess = pharmacy.finess
LEFT JOIN shortage_event AS ending
    ON
        shortage.shortage_id = ending.shortage_id
        AND ending.state IN ('closed', 'withdrawn')
        AND (ending.state = 'withdrawn' OR ending.happened_at <= $instant)
WHERE
    shortage.opened_at <= $instant
    AND ending.shortage_id IS NULL
    AND pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today::DATE)
GROUP BY shortage.cip13
ORDER BY shortage.cip13 NULLS LAST;
