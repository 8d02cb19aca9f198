-- One row: the first and the last week released between two days, NULL when none is.
SELECT
    min(week) AS first_week,
    max(week) AS last_week
FROM release
WHERE week BETWEEN $since::DATE AND $until::DATE;
