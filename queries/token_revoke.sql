-- One row per live token of that id and pharmacy, now revoked; none when it is another pharmacy's.
UPDATE api_token
SET revoked_at = $now
WHERE token_id = $token_id AND finess = $finess AND revoked_at IS NULL
RETURNING token_id, label;
