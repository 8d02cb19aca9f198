-- One row per session opened, under the role and the password of that moment.
INSERT INTO session (
    token_sha256,
    session_id,
    account_name,
    role,
    password_mark,
    device,
    network,
    created_at,
    last_seen_at,
    expires_at
)
VALUES (
    $token_sha256,
    $session_id,
    $account_name,
    $role,
    $password_mark,
    $device,
    $network,
    $now,
    $now,
    $expires_at
);
