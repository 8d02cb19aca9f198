-- One row per letter sent to a pharmacy about one of its figures, the oldest first.
SELECT
    week,
    cip13,
    sent_at
FROM figure_letter
WHERE finess = $finess
ORDER BY sent_at NULLS LAST, cip13 NULLS LAST;
