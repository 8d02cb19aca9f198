-- One row per session of that token: whose it is.
SELECT account_name
FROM session
WHERE token_sha256 = $token_sha256 AND ended_at IS NULL;
