-- One row per look at that week's release: the last one only.
SELECT
    revision,
    previewed_at,
    previewed_by,
    state_sha256,
    summary
FROM release_preview
WHERE week = $week
ORDER BY previewed_at DESC NULLS LAST
LIMIT 1;
