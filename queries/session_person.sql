-- One row per live session of that token: its person. None when ended, expired or locked.
SELECT
    account.name,
    account.display_name,
    account.role,
    account.finess
FROM session
INNER JOIN account ON session.account_name = account.name
WHERE
    session.token_sha256 = $token_sha256
    AND session.ended_at IS NULL
    AND session.expires_at > $now
    AND NOT account.locked;
