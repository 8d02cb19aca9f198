-- One row per Idempotency-Key too old for a retry: erased.
DELETE FROM idempotency_key
WHERE created_at <= $before;
