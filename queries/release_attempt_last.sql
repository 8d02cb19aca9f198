-- One row per attempt of the portal itself: the last one only.
SELECT
    week,
    tried_at,
    outcome,
    sentence
FROM release_attempt
ORDER BY tried_at DESC NULLS LAST
LIMIT 1;
