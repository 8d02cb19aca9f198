-- One row per closing, reopening or merger of a pharmacy decided by hand, the oldest first. Who decided is
-- another person's data.
SELECT
    step,
    kind,
    effective_on,
    successor,
    reason,
    decided_at
FROM pharmacy_decision
WHERE finess = $finess
ORDER BY step NULLS LAST;
