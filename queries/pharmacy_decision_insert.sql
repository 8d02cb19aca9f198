-- One row per decision on a pharmacy, its step after the last one's.
INSERT INTO pharmacy_decision (
    finess, step, kind, effective_on, successor, reason, decided_at, decided_by
)
SELECT
    $finess,
    coalesce(max(step), 0) + 1,
    $kind,
    $effective_on::DATE,
    $successor,
    $reason,
    $now,
    $actor
FROM pharmacy_decision
WHERE finess = $finess;
