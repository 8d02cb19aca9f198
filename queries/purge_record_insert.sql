-- One row per purge.
INSERT INTO purge_record (number, purged_at, erased_before, content, signature, public_key)
VALUES ($number, $now, $week, $content, $signature, $public_key);
