-- One row: how many pharmacies response_silent lists, whatever the page.
WITH speaking AS (
    SELECT
        finess,
        max(week) AS last_week
    FROM answer
    WHERE week BETWEEN $first AND $week
    GROUP BY finess
),

quiet AS (
    SELECT
        coalesce(pharmacy.email, '') <> '' AS has_email,
        speaking.last_week,
        -- The same rule as in response_by_department.
        $silent_since::DATE IS NOT NULL
        AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $silent_since::DATE)
        AND (speaking.last_week IS NULL OR speaking.last_week < $silent_since::DATE) AS inactive
    FROM pharmacy
    LEFT JOIN speaking ON pharmacy.finess = speaking.finess
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

SELECT count(*) AS pharmacies
FROM quiet
WHERE
    $kind = 'all'
    OR ($kind = 'expected' AND NOT inactive)
    OR ($kind = 'inactive' AND inactive)
    OR ($kind = 'never' AND last_week IS NULL)
    OR ($kind = 'unreachable' AND NOT has_email);
