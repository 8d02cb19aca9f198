-- One row per reminder of a week past retention: erased.
DELETE FROM reminder
WHERE week < $week;
