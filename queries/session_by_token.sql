-- One row per session of that token that was not ended: whose, and what it was opened under.
-- The account is asked for by its name: joined here, both would cost half as much again, at every rerun.
SELECT
    account_name,
    role AS role_then,
    password_mark,
    last_seen_at,
    expires_at
FROM session
WHERE token_sha256 = $token_sha256 AND ended_at IS NULL AND expires_at > $now;
