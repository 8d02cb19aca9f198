-- One row per department of a week: taken away before it is computed again.
DELETE FROM week_response
WHERE week = $week;
