-- One row per API token not revoked of the pharmacy, or of the account when no pharmacy is given, the latest first.
SELECT
    token_id,
    label,
    account_name,
    created_at,
    last_used_at
FROM api_token
WHERE
    revoked_at IS NULL
    AND (finess = $finess::TEXT OR ($finess::TEXT IS NULL AND finess IS NULL AND account_name = $account_name))
ORDER BY created_at DESC NULLS LAST, token_id ASC NULLS LAST;
