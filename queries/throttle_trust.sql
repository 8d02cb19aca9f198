-- One row per reason the account has to trust this path: a browser that entered it, a network lately.
SELECT 'device' AS reason
FROM known_device
WHERE
    device_sha256 = $device_sha256
    AND account_name = $account_name
    AND seen_at > $device_since
UNION ALL
SELECT 'network' AS reason
FROM session
WHERE
    account_name = $account_name
    AND network = $network
    AND created_at > $network_since;
