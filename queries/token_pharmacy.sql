-- One row per live API token of that hash: its pharmacy. None when revoked, the maker locked or the pharmacy closed.
SELECT
    api_token.token_id,
    api_token.finess,
    api_token.last_used_at
FROM api_token
INNER JOIN pharmacy ON api_token.finess = pharmacy.finess
LEFT JOIN account ON api_token.account_name = account.name
WHERE
    api_token.token_sha256 = $token_sha256
    AND api_token.revoked_at IS NULL
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today)
    AND NOT coalesce(account.locked, FALSE);
