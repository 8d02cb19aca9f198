-- One row per live session of the account: all ended.
UPDATE session
SET ended_at = $now
WHERE account_name = $account_name AND ended_at IS NULL;
