-- One row per one-time link about to be sent.
INSERT INTO one_time_link (link_sha256, account_name, finess, email, purpose, created_at, expires_at)
VALUES ($link_sha256, $account_name, $finess, $email, $purpose, $now, $expires_at);
