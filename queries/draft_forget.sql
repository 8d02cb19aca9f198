-- One row per saved field of a week that is over: deleted.
DELETE FROM draft
WHERE week < $week;
