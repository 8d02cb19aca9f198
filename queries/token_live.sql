-- One row per API token of the pharmacy not revoked, the latest first.
SELECT
    token_id,
    label,
    account_name,
    created_at,
    last_used_at
FROM api_token
WHERE finess = $finess AND revoked_at IS NULL
ORDER BY created_at DESC NULLS LAST, token_id ASC NULLS LAST;
