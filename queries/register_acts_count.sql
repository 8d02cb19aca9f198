-- One row per question asked of the register: how many administrative acts match, and by how many people.
SELECT
    count(*) AS lines,
    count(DISTINCT actor) AS actors
FROM audit_log
WHERE
    happened_at >= $since
    AND happened_at < $until
    AND strpos(lower(actor), $actor) > 0
    AND (
        strpos(lower(action), $words) > 0
        OR strpos(replace(lower(subject), '-w', '-s'), $words) > 0
        OR action IN (SELECT unnest($actions::TEXT[]))
    );
