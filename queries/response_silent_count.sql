-- One row: how many pharmacies response_silent lists, whatever the page.
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
