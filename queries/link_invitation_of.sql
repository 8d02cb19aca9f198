-- One row per account name, one at most: the pharmacy last invited under it.
SELECT finess
FROM one_time_link
WHERE account_name = $account_name AND purpose = 'invitation'
ORDER BY created_at DESC NULLS LAST
LIMIT 1;
