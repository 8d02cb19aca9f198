-- One row per link sent to one pharmacy; never the link.
SELECT
    purpose,
    email,
    created_at,
    sent_at,
    used_at
FROM one_time_link
WHERE finess = $finess
ORDER BY created_at NULLS LAST;
