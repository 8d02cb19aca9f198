-- One row per session of an account of one pharmacy.
SELECT
    session.account_name,
    session.device,
    session.network,
    session.created_at,
    session.last_seen_at,
    session.ended_at
FROM session
INNER JOIN account ON session.account_name = account.name
WHERE account.finess = $finess
ORDER BY session.created_at NULLS LAST;
