-- One row when this browser entered this account before.
SELECT seen_at
FROM known_device
WHERE device_sha256 = $device_sha256 AND account_name = $account_name AND seen_at > $since;
