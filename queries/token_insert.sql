-- One row per new API token.
INSERT INTO api_token (token_id, finess, account_name, label, created_at, token_sha256)
VALUES ($token_id, $finess, $account_name, $label, $now, $token_sha256);
