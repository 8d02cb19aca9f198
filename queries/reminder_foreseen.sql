-- One row per kind of pharmacy in business today that has not answered the week, with how many there are.
-- lately: the last reminder left after $lately. The same pharmacies as reminder_candidates lists.
WITH emptied AS (
    SELECT
        finess,
        week,
        declaration_id
    FROM declaration
    WHERE week BETWEEN $first AND $week AND line_count = 0
),

-- A last declaration without a line takes the answer back; there are next to none of those.
speaking AS (
    SELECT
        declaration.finess,
        max(declaration.week) AS last_week
    FROM declaration
    LEFT JOIN emptied
        ON
            declaration.finess = emptied.finess
            AND declaration.week = emptied.week
            AND declaration.declaration_id < emptied.declaration_id
    WHERE
        declaration.week BETWEEN $first AND $week
        AND declaration.line_count > 0
        AND emptied.finess IS NULL
    GROUP BY declaration.finess
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
