-- One row per released week, the latest first, with its last revision.
SELECT
    week,
    max(revision) AS revision,
    max(published_at) AS published_at
FROM release
GROUP BY week
ORDER BY week DESC NULLS LAST;
