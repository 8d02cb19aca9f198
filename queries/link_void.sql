-- One row per link of the account not used yet: none opens anything any more.
UPDATE one_time_link
SET used_at = $now
WHERE account_name = $account_name AND used_at IS NULL;
