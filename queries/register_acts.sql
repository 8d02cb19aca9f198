-- One row per administrative act in the period that matches the words, the latest first.
-- $actions: the acts whose French name has the words.
SELECT
    happened_at,
    actor,
    action,
    subject,
    detail
FROM audit_log
WHERE
    happened_at >= $since
    AND happened_at < $until
    AND strpos(lower(actor), $actor) > 0
    AND (
        strpos(lower(action), $words) > 0
        OR strpos(replace(lower(subject), '-w', '-s'), $words) > 0
        OR action IN (SELECT unnest($actions::TEXT[]))
    )
ORDER BY
    happened_at DESC NULLS LAST,
    actor ASC NULLS LAST,
    action ASC NULLS LAST,
    subject ASC NULLS LAST,
    detail ASC NULLS LAST
LIMIT $size OFFSET $skip;
