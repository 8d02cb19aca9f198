-- One row per release: the entry of the ledger.
INSERT INTO release (
    week, revision, published_at, published_by, state_sha256, policy_sha256, audit_sha256,
    cells_published, cells_withheld, cells_empty, reason, previewed_by, solver_gap,
    respondents, active, leaves_held, regions_only
)
VALUES (
    $week, $revision, $published_at, $published_by, $state_sha256, $policy_sha256, $audit_sha256,
    $cells_published, $cells_withheld, $cells_empty, $reason, $previewed_by, $solver_gap,
    $respondents, $active, $leaves_held, $regions_only
);
