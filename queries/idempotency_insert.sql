-- One row per Idempotency-Key that has just declared; a second writer of the same key conflicts, and tries again.
INSERT INTO idempotency_key (finess, key_sha256, content_sha256, receipt_id, created_at)
VALUES ($finess, $key_sha256, $content_sha256, $receipt_id, $now);
