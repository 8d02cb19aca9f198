-- One row per live token of that id and pharmacy, or account, now revoked; none when it is somebody else's.
UPDATE api_token
SET revoked_at = $now
WHERE
    token_id = $token_id
    AND revoked_at IS NULL
    AND (finess = $finess::TEXT OR ($finess::TEXT IS NULL AND finess IS NULL AND account_name = $account_name))
RETURNING token_id, label;
