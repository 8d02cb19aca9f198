-- One row per pharmacy in business today that has not answered the week: where to write, how often it was.
-- Only the weeks from $first on say who is inactive ($silent_since as in response_by_department).
-- $departments NULL: everywhere.
WITH speaking AS (
    SELECT
        finess,
        max(week) AS last_week
    FROM answer
    WHERE week BETWEEN $first AND $week
    GROUP BY finess
),

written AS (
    SELECT
        finess,
        count(*) AS reminders,
        max(written_at) AS reminded_at
    FROM reminder
    WHERE week = $week
    GROUP BY finess
)

SELECT
    pharmacy.finess,
    pharmacy.name,
    nullif(pharmacy.email, '') AS email,
    coalesce(written.reminders, 0) AS reminders,
    written.reminded_at,
    $silent_since::DATE IS NOT NULL
    AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $silent_since::DATE)
    AND (speaking.last_week IS NULL OR speaking.last_week < $silent_since::DATE) AS inactive
FROM pharmacy
LEFT JOIN speaking ON pharmacy.finess = speaking.finess
LEFT JOIN written ON pharmacy.finess = written.finess
WHERE
    (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $today)
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today)
    AND (speaking.last_week IS NULL OR speaking.last_week < $week)
    AND (
        $departments::TEXT[] IS NULL
        OR pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
    )
ORDER BY pharmacy.finess NULLS LAST;
