-- One row per reminder of a pharmacy, the latest first. outcome NULL: its run was cut while it left.
SELECT
    week,
    rank_in_week,
    written_at,
    outcome
FROM reminder
WHERE finess = $finess
ORDER BY written_at DESC NULLS LAST, rank_in_week DESC NULLS LAST;
