-- One row per account this browser has entered.
SELECT account_name
FROM known_device
WHERE device_sha256 = $device_sha256 AND seen_at > $since;
