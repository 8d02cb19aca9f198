-- One row per live API token of that hash: whom it speaks for. None when revoked, its account locked
-- or its pharmacy closed. A token of a pharmacy is a pharmacist's; one that an account made stops
-- working when the account leaves that pharmacy.
SELECT
    api_token.token_id,
    api_token.finess,
    api_token.account_name,
    api_token.last_used_at,
    CASE WHEN api_token.finess IS NULL THEN account.role ELSE 'pharmacist' END AS role
FROM api_token
LEFT JOIN pharmacy ON api_token.finess = pharmacy.finess
LEFT JOIN account ON api_token.account_name = account.name
WHERE
    api_token.token_sha256 = $token_sha256
    AND api_token.revoked_at IS NULL
    AND NOT coalesce(account.locked, FALSE)
    AND (
        (api_token.finess IS NULL AND account.name IS NOT NULL)
        OR (
            pharmacy.finess IS NOT NULL
            AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today)
            AND (
                api_token.account_name IS NULL
                OR (account.role = 'pharmacist' AND account.finess = api_token.finess)
            )
        )
    );
