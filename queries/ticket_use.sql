-- One row per ticket that was still good for this browser, now used; none when unknown, expired or used.
UPDATE login_ticket
SET used_at = $now
WHERE
    ticket_sha256 = $ticket_sha256
    AND browser_sha256 = $browser_sha256
    AND used_at IS NULL
    AND expires_at > $now
RETURNING account_name;
