-- One row per login event older than the memory: erased.
DELETE FROM login_attempt
WHERE happened_at <= $before;
