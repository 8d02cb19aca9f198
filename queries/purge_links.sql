-- One row per link expired longer ago than the retention: erased, with the address it was sent to.
DELETE FROM one_time_link
WHERE expires_at < $before;
