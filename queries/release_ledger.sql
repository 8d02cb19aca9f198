-- One row per release, every revision, the latest first.
SELECT
    week,
    revision,
    published_at,
    cells_published,
    cells_withheld,
    cells_empty,
    reason
FROM release
ORDER BY week DESC NULLS LAST, revision DESC NULLS LAST;
