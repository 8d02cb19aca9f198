-- One row per login that waits for its cookie.
INSERT INTO login_ticket (ticket_sha256, account_name, browser_sha256, expires_at)
VALUES ($ticket_sha256, $account_name, $browser_sha256, $expires_at);
