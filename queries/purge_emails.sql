-- One row per address of a pharmacy closed longer than the retention: emptied.
UPDATE pharmacy SET email = NULL
WHERE closed_on < $week AND email IS NOT NULL;
