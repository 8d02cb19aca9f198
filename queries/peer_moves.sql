-- One row per product of a week with enough peers, one without a product when there is none; no row: not computed.
SELECT
    peer_week.computed_at,
    peer_move.cip13,
    peer_move.median,
    peer_move.mad
FROM peer_week
LEFT JOIN peer_move ON peer_week.week = peer_move.week
WHERE peer_week.week = $week
ORDER BY peer_move.cip13 NULLS LAST;
