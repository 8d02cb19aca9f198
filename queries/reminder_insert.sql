-- One row per reminder about to leave. The key refuses the second of two runs.
INSERT INTO reminder (finess, week, rank_in_week, written_at)
VALUES ($finess, $week, $rank_in_week, $now);
