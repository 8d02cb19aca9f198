-- One row per department that has pharmacies in business in a week: how many there are, how many are expected,
-- answered (`on_time`: for the first time before $due), answered at least once since $first.
-- $silent_since NULL: the campaign is too young for anybody to be inactive.
WITH speaking AS (
    SELECT
        finess,
        max(week) AS last_week
    FROM answer
    WHERE week BETWEEN $first AND $week
    GROUP BY finess
),

arrival AS (
    SELECT
        finess,
        min(received_at) AS first_at
    FROM declaration
    WHERE week = $week AND line_count > 0
    GROUP BY finess
),

asked AS (
    SELECT
        pharmacy.department_code,
        speaking.finess IS NOT NULL AS ever,
        coalesce(speaking.last_week = $week, FALSE) AS answered,
        coalesce(speaking.last_week = $week AND arrival.first_at < $due, FALSE) AS on_time,
        -- In business through all the silent weeks, and not a word in them nor in this one.
        $silent_since::DATE IS NOT NULL
        AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $silent_since::DATE)
        AND (speaking.last_week IS NULL OR speaking.last_week < $silent_since::DATE) AS inactive
    FROM pharmacy
    LEFT JOIN speaking ON pharmacy.finess = speaking.finess
    LEFT JOIN arrival ON pharmacy.finess = arrival.finess
    WHERE
        (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
)

SELECT
    department_code,
    count(*) AS in_business,
    count(CASE WHEN NOT inactive THEN 1 END) AS expected,
    count(CASE WHEN answered THEN 1 END) AS answered,
    count(CASE WHEN on_time THEN 1 END) AS on_time,
    count(CASE WHEN ever THEN 1 END) AS ever
FROM asked
GROUP BY department_code
ORDER BY department_code NULLS LAST;
