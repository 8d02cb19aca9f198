-- One row per department × item of a week: taken away before it is computed again.
DELETE FROM week_aggregate
WHERE week = $week;
