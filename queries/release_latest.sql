-- One row per released week, the latest only; none before the first.
SELECT
    week,
    max(revision) AS revision
FROM release
GROUP BY week
ORDER BY week DESC NULLS LAST
LIMIT 1;
