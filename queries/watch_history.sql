-- One row per instant: the pharmacies of the area, in business today, that had a shortage then of the product
-- or, when it is NULL, of any. A withdrawn shortage never was.
WITH ended AS (
    SELECT
        shortage_id,
        min(happened_at) AS ended_at,
        bool_or(state = 'withdrawn') AS withdrawn
    FROM shortage_event
    WHERE state IN ('closed', 'withdrawn')
    GROUP BY shortage_id
),

spell AS (
    SELECT
        shortage.finess,
        shortage.opened_at,
        ended.ended_at
    FROM shortage
    INNER JOIN pharmacy ON shortage.finess = pharmacy.finess
    LEFT JOIN ended ON shortage.shortage_id = ended.shortage_id
    WHERE
        pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today::DATE)
        AND ($cip13::TEXT IS NULL OR shortage.cip13 = $cip13::TEXT)
        AND (ended.shortage_id IS NULL OR NOT ended.withdrawn)
),

moment AS (
    SELECT unnest($instants::TIMESTAMP[]) AS seen_at
)

SELECT
    moment.seen_at,
    count(DISTINCT spell.finess) AS pharmacies
FROM moment
INNER JOIN spell
    ON
        moment.seen_at >= spell.opened_at
        AND (spell.ended_at IS NULL OR moment.seen_at < spell.ended_at)
GROUP BY moment.seen_at
ORDER BY moment.seen_at NULLS LAST;
