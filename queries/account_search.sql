-- One row per account whose name, pharmacy or e-mail holds the words (in lower case): its open sessions.
WITH opened AS (
    SELECT
        account_name,
        count(*) AS sessions,
        max(last_seen_at) AS last_seen_at
    FROM session
    WHERE ended_at IS NULL AND expires_at > $now
    GROUP BY account_name
)

SELECT
    account.name,
    account.display_name,
    account.role,
    account.finess,
    account.email,
    account.locked,
    account.created_at,
    coalesce(opened.sessions, 0) AS sessions,
    opened.last_seen_at
FROM account
LEFT JOIN opened ON account.name = opened.account_name
WHERE
    (
        strpos(lower(account.name), $words) > 0
        OR strpos(lower(account.display_name), $words) > 0
        OR strpos(lower(coalesce(account.finess, '')), $words) > 0
        OR strpos(lower(coalesce(account.email, '')), $words) > 0
    )
    AND ($role = '' OR account.role = $role)
ORDER BY account.locked DESC NULLS LAST, account.name ASC NULLS LAST
LIMIT $size;
