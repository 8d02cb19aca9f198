-- One row per link whose mail the server has just taken.
UPDATE one_time_link
SET sent_at = $now
WHERE link_sha256 = $link_sha256;
