-- One row per attempt of the portal itself to publish a week.
INSERT INTO release_attempt (week, tried_at, outcome, sentence)
VALUES ($week, $now, $outcome, $sentence);
