-- One row per decision on a pharmacy, the latest first.
SELECT
    kind,
    effective_on,
    successor,
    reason,
    decided_at,
    decided_by
FROM pharmacy_decision
WHERE finess = $finess
ORDER BY step DESC NULLS LAST;
