-- One row per administrative act.
INSERT INTO audit_log (happened_at, actor, action, subject, detail)
VALUES ($now, $actor, $action, $subject, $detail);
