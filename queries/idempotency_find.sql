-- One row per declaration that the pharmacy made under that Idempotency-Key: at most one.
SELECT
    content_sha256,
    receipt_id
FROM idempotency_key
WHERE finess = $finess AND key_sha256 = $key_sha256;
