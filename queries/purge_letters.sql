-- One row per letter about a release sent longer ago than the retention: erased, with its address.
DELETE FROM release_letter
WHERE sent_at < $before;
