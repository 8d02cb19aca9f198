-- One row per link that was still good, now used; none when unknown, expired or used before.
UPDATE one_time_link
SET used_at = $now
WHERE
    link_sha256 = $link_sha256
    AND used_at IS NULL
    AND expires_at > $now
RETURNING account_name;
