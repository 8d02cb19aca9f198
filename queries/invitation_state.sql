-- One row per state of the pharmacies in business of $departments (NULL: of all): opened (has an account), waiting (a link still good),
-- expired (a link was sent, and is over), never (to invite), unreachable (no account, no e-mail).
WITH opened AS (
    SELECT DISTINCT finess
    FROM account
    WHERE role = 'pharmacist' AND finess IS NOT NULL AND name NOT LIKE 'psc-%'
),

invited AS (
    SELECT
        finess,
        bool_or(used_at IS NULL AND expires_at > $now) AS waiting
    FROM one_time_link
    WHERE purpose = 'invitation' AND sent_at IS NOT NULL
    GROUP BY finess
),

placed AS (
    SELECT
        CASE
            WHEN opened.finess IS NOT NULL THEN 'opened'
            WHEN invited.waiting THEN 'waiting'
            WHEN coalesce(pharmacy.email, '') = '' THEN 'unreachable'
            WHEN invited.finess IS NOT NULL THEN 'expired'
            ELSE 'never'
        END AS state
    FROM pharmacy
    LEFT JOIN opened ON pharmacy.finess = opened.finess
    LEFT JOIN invited ON pharmacy.finess = invited.finess
    WHERE
        (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today)
        AND (
            $departments::TEXT[] IS NULL
            OR pharmacy.department_code IN (SELECT unnest($departments::TEXT[]))
        )
)

SELECT
    state,
    count(*) AS pharmacies
FROM placed
GROUP BY state
ORDER BY state NULLS LAST;
