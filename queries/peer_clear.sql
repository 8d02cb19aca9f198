-- One row per product of a week: taken away before it is computed again.
DELETE FROM peer_move
WHERE week = $week;
