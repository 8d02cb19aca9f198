-- One row per letter about a figure past retention: erased.
DELETE FROM figure_letter
WHERE week < $week;
