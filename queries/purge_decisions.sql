-- One row per decision on a figure past retention: erased.
DELETE FROM figure_decision
WHERE week < $week;
