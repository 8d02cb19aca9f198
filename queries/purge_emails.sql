-- One row per pharmacy closed longer than the retention that can still be reached: e-mail and telephone emptied.
UPDATE pharmacy SET email = NULL, telephone = NULL
WHERE closed_on < $week AND (email IS NOT NULL OR telephone IS NOT NULL);
