-- One row per ticket that was still good for this browser, now used; none when unknown, expired or used.
UPDATE login_ticket
SET used_at = $now
WHERE
    ticket_sha256 = $ticket_sha256
    -- Empty when the door that issued it knew no browser.
    AND browser_sha256 IN ($browser_sha256, '')
    AND used_at IS NULL
    AND expires_at > $now
RETURNING account_name;
