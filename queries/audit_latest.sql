-- One row per administrative act, the latest twenty.
SELECT
    happened_at,
    actor,
    action,
    subject,
    detail
FROM audit_log
ORDER BY happened_at DESC NULLS LAST
LIMIT 20;
