-- One row per browser and account; a browser already known is noted again by device_seen.
INSERT INTO known_device (device_sha256, account_name, seen_at)
VALUES ($device_sha256, $account_name, $now)
ON CONFLICT DO NOTHING;
