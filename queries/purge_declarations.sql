-- One row per declaration past retention: erased, after all that names it.
DELETE FROM declaration
WHERE week < $week;
