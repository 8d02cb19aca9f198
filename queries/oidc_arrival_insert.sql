-- One row per arrival turned into a session; a second one conflicts.
INSERT INTO oidc_arrival (arrival, used_at)
VALUES ($arrival, $now);
