-- One row per session opened.
INSERT INTO session (token_sha256, account_name, created_at, expires_at)
VALUES ($token_sha256, $account_name, $now, $expires_at);
