-- One row per question asked of the register: how many looks at individual data match, and by how many people.
SELECT
    count(*) AS lines,
    count(DISTINCT actor) AS actors
FROM access_log
WHERE
    happened_at >= $since
    AND happened_at < $until
    AND strpos(lower(actor), $actor) > 0
    AND (strpos(replace(lower(subject), '-w', '-s'), $words) > 0 OR strpos(replace(lower(purpose), '-w', '-s'), $words) > 0);
