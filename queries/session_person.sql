-- One row per session of that token that was not ended, with its account as it is now.
SELECT
    account.name,
    account.display_name,
    account.role,
    account.finess,
    account.password_hash,
    session.role AS role_then,
    session.password_mark,
    session.last_seen_at,
    session.expires_at
FROM session
INNER JOIN account ON session.account_name = account.name
WHERE
    session.token_sha256 = $token_sha256
    AND session.ended_at IS NULL
    AND session.expires_at > $now
    AND NOT account.locked;
