-- One row per pharmacy in business today that has not answered the week: where to write, how often it was.
-- Only the weeks from $first on say who is inactive ($silent_since as in response_by_department).
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
ORDER BY pharmacy.finess NULLS LAST;
