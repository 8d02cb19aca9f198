-- One row per kind of pharmacy in business today that has not answered the week, with how many there are.
-- lately: the last reminder left after $lately. The same pharmacies as reminder_candidates lists.
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
),

kind AS (
    SELECT
        coalesce(pharmacy.email, '') <> '' AS has_email,
        coalesce(written.reminders, 0) AS reminders,
        coalesce(written.reminded_at > $lately, FALSE) AS lately,
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
)

SELECT
    has_email,
    reminders,
    lately,
    inactive,
    count(*) AS pharmacies
FROM kind
GROUP BY has_email, reminders, lately, inactive
ORDER BY has_email NULLS LAST, reminders NULLS LAST, lately NULLS LAST, inactive NULLS LAST;
