-- One row per look at individual data in the period that matches the words, the latest first.
SELECT
    happened_at,
    actor,
    subject,
    purpose
FROM access_log
WHERE
    happened_at >= $since
    AND happened_at < $until
    AND strpos(lower(actor), $actor) > 0
    AND (strpos(replace(lower(subject), '-w', '-s'), $words) > 0 OR strpos(replace(lower(purpose), '-w', '-s'), $words) > 0)
ORDER BY
    happened_at DESC NULLS LAST,
    actor ASC NULLS LAST,
    subject ASC NULLS LAST,
    purpose ASC NULLS LAST
LIMIT $size OFFSET $skip;
