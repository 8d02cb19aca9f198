-- One row per release of that week: the last revision only.
SELECT
    week,
    revision,
    published_at,
    published_by,
    state_sha256,
    policy_sha256,
    audit_sha256,
    cells_published,
    cells_withheld,
    cells_empty,
    reason,
    previewed_by,
    solver_gap,
    respondents,
    active,
    leaves_held,
    regions_only
FROM release
WHERE week = $week
ORDER BY revision DESC NULLS LAST
LIMIT 1;
