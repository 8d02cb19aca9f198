-- One row per browser and account: when it last entered.
UPDATE known_device
SET seen_at = $now
WHERE device_sha256 = $device_sha256 AND account_name = $account_name AND seen_at < $now;
