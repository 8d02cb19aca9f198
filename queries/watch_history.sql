-- One row per instant × product with a shortage that lasted then in the area, of a pharmacy in business today.
-- A withdrawn shortage never was. cip13 NULL: any product, each pharmacy counted once.
WITH ended AS (
    SELECT
        shortage_id,
        min(happened_at) AS ended_at,
        bool_or(state = 'withdrawn') AS withdrawn
    FROM shortage_event
    WHERE state IN ('closed', 'withdrawn')
    GROUP BY shortage_id
),

moment AS (
    SELECT unnest($instants::TIMESTAMP[]) AS seen_at
),

lasting AS (
    SELECT
        moment.seen_at,
        shortage.cip13,
        shortage.finess
    FROM moment
    INNER JOIN shortage ON moment.seen_at >= shortage.opened_at
    INNER JOIN pharmacy ON shortage.finess = pharmacy.finess
    LEFT JOIN ended ON shortage.shortage_id = ended.shortage_id
    WHERE
        (ended.shortage_id IS NULL OR (ended.ended_at > moment.seen_at AND NOT ended.withdrawn))
        AND pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today::DATE)
)

SELECT
    seen_at,
    cip13,
    count(DISTINCT finess) AS pharmacies
FROM lasting
GROUP BY GROUPING SETS ((seen_at, cip13), (seen_at))
ORDER BY seen_at NULLS LAST, cip13 NULLS LAST;
