-- One row when this network opened a session of this account lately.
SELECT max(created_at) AS created_at
FROM session
WHERE account_name = $account_name AND network = $network AND created_at > $since
HAVING count(*) > 0;
