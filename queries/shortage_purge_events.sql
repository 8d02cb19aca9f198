-- One row per act older than the retention: all of them go, the last act of a shortage included.
DELETE FROM shortage_event
WHERE happened_at < $before;
