-- One row per account asked: how many links were written for it since that instant.
SELECT count(*) AS links
FROM one_time_link
WHERE account_name = $account_name AND created_at > $since;
