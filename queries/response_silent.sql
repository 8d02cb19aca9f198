-- One row per pharmacy of the area in business that has not answered that week; those who used to answer first.
-- $kind: all, expected, inactive, never (answered), unreachable (no e-mail). Individual data.
WITH speaking AS (
    SELECT
        finess,
        max(week) AS last_week,
        count(DISTINCT week) AS weeks_answered
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

quiet AS (
    SELECT
        pharmacy.finess,
        pharmacy.name,
        pharmacy.city,
        pharmacy.department_code,
        coalesce(pharmacy.email, '') <> '' AS has_email,
        speaking.last_week,
        coalesce(speaking.weeks_answered, 0) AS weeks_answered,
        coalesce(written.reminders, 0) AS reminders,
        written.reminded_at,
        -- The same rule as in response_by_department.
        $silent_since::DATE IS NOT NULL
        AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $silent_since::DATE)
        AND (speaking.last_week IS NULL OR speaking.last_week < $silent_since::DATE) AS inactive
    FROM pharmacy
    LEFT JOIN speaking ON pharmacy.finess = speaking.finess
    LEFT JOIN written ON pharmacy.finess = written.finess
    WHERE
        (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
        AND (speaking.last_week IS NULL OR speaking.last_week < $week)
        AND pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
        AND (
            strpos(lower(pharmacy.name), $words) > 0
            OR strpos(lower(coalesce(pharmacy.city, '')), $words) > 0
            OR strpos(lower(pharmacy.finess), $words) > 0
        )
)

SELECT
    finess,
    name,
    city,
    department_code,
    has_email,
    last_week,
    weeks_answered,
    reminders,
    reminded_at,
    inactive
FROM quiet
WHERE
    $kind = 'all'
    OR ($kind = 'expected' AND NOT inactive)
    OR ($kind = 'inactive' AND inactive)
    OR ($kind = 'never' AND last_week IS NULL)
    OR ($kind = 'unreachable' AND NOT has_email)
ORDER BY
    last_week DESC NULLS LAST,
    weeks_answered DESC NULLS LAST,
    department_code ASC NULLS LAST,
    name ASC NULLS LAST,
    finess ASC NULLS LAST
LIMIT $size OFFSET $skip;
