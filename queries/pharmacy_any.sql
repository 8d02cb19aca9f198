-- One row per pharmacy, one at most: tells an empty store.
SELECT finess
FROM pharmacy
ORDER BY finess NULLS LAST
LIMIT 1;
