-- One row per look at individual data.
INSERT INTO access_log (happened_at, actor, subject, purpose)
VALUES ($now, $actor, $subject, $purpose);
