-- One row per session whose visit was worth noting.
UPDATE session
SET last_seen_at = $now
WHERE token_sha256 = $token_sha256 AND ended_at IS NULL AND last_seen_at < $now;
