-- One row: the oldest week of which the store still holds a declaration or a draft; NULL when it holds none.
SELECT min(week) AS week
FROM (
    SELECT week FROM declaration
    UNION ALL
    SELECT week FROM draft
) AS held;
