-- One row per release of a week that was published no later than that instant: the last of them.
SELECT
    week,
    revision,
    published_at
FROM release
WHERE week = $week AND published_at <= $until
ORDER BY revision DESC NULLS LAST
LIMIT 1;
