-- One row per live session of the account but one: all ended.
UPDATE session
SET ended_at = $now
WHERE account_name = $account_name AND token_sha256 <> $kept_sha256 AND ended_at IS NULL;
