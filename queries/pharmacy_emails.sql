-- One row per pharmacy that has not closed: where it is written to.
SELECT
    finess,
    email
FROM pharmacy
WHERE closed_on IS NULL OR closed_on > $today;
