-- One row: the first and the last week that anybody declared between two days, NULL when nobody did.
SELECT
    min(week) AS first_week,
    max(week) AS last_week
FROM declaration
WHERE week BETWEEN $since::DATE AND $until::DATE;
