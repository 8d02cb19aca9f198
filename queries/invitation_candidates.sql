-- One row per open pharmacy (the one of $finess, or all when it is NULL; of $departments, or of all when it is
-- NULL): its account, its pending invitation.
WITH first_account AS (
    SELECT
        finess,
        min(name) AS account_name,
        bool_or(locked) AS locked
    FROM account
    WHERE role = 'pharmacist' AND name NOT LIKE 'psc-%'
    GROUP BY finess
),

invited AS (
    SELECT DISTINCT finess
    FROM one_time_link
    WHERE
        purpose = 'invitation'
        AND sent_at IS NOT NULL
        AND used_at IS NULL
        AND expires_at > $now
)

SELECT
    pharmacy.finess,
    pharmacy.name,
    pharmacy.email,
    first_account.account_name,
    coalesce(first_account.locked, FALSE) AS locked,
    invited.finess IS NOT NULL AS invited
FROM pharmacy
LEFT JOIN first_account ON pharmacy.finess = first_account.finess
LEFT JOIN invited ON pharmacy.finess = invited.finess
WHERE
    (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today)
    AND ($finess::TEXT IS NULL OR pharmacy.finess = $finess)
    AND (
        $departments::TEXT[] IS NULL
        OR pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
    )
ORDER BY pharmacy.finess NULLS LAST;
