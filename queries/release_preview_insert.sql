-- One row per look at a release before it is published.
INSERT INTO release_preview (week, revision, previewed_at, previewed_by, state_sha256, summary)
VALUES ($week, $revision, $now, $previewed_by, $state_sha256, $summary);
