-- One row per pharmacy, one at most: tells an empty store.
SELECT finess
FROM pharmacy
LIMIT 1;
