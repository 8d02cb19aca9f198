-- One row per release of that name: what the Ordre reads of it.
SELECT
    report,
    gate,
    reason
FROM release_report
WHERE week = $week AND revision = $revision;
