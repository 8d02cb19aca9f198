-- One row per live session of anybody: all ended.
UPDATE session
SET ended_at = $now
WHERE ended_at IS NULL;
