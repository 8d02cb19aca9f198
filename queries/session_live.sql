-- One row per session of the account that was not ended, the latest seen first.
SELECT
    session.token_sha256,
    session.session_id,
    session.device,
    session.network,
    session.created_at,
    session.last_seen_at,
    session.expires_at,
    account.role,
    account.password_hash,
    session.role AS role_then,
    session.password_mark
FROM session
INNER JOIN account ON session.account_name = account.name
WHERE
    session.account_name = $account_name
    AND session.ended_at IS NULL
    AND session.expires_at > $now
    AND NOT account.locked
ORDER BY session.last_seen_at DESC NULLS LAST, session.session_id ASC NULLS LAST;
