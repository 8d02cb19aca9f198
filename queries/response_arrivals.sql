-- One row per week × end of day asked: how many of the area's pharmacies had answered by then.
WITH arrival AS (
    SELECT
        declaration.week,
        declaration.finess,
        min(declaration.received_at) AS first_at
    FROM declaration
    INNER JOIN pharmacy ON declaration.finess = pharmacy.finess
    WHERE
        declaration.week IN (SELECT unnest($weeks::DATE[]))
        AND declaration.line_count > 0
        AND pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > declaration.week)
    GROUP BY declaration.week, declaration.finess
),

moment AS (
    SELECT
        unnest($weeks::DATE[]) AS week,
        unnest($ends::TIMESTAMP[]) AS day_end
)

SELECT
    moment.week,
    moment.day_end,
    count(arrival.finess) AS answered
FROM moment
LEFT JOIN arrival ON moment.week = arrival.week AND moment.day_end > arrival.first_at
GROUP BY moment.week, moment.day_end
ORDER BY moment.week NULLS LAST, moment.day_end NULLS LAST;
