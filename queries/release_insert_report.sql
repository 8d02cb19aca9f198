-- One row per release: what the Ordre reads of it.
INSERT INTO release_report (week, revision, report, gate, reason)
VALUES ($week, $revision, $report, $gate, $reason);
