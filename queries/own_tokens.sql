-- One row per token of one pharmacy's software; never the token.
SELECT
    label,
    created_at,
    last_used_at,
    revoked_at
FROM api_token
WHERE finess = $finess
ORDER BY created_at NULLS LAST, token_id NULLS LAST;
