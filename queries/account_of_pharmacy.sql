-- One row per pharmacy, one at most: the first account it had.
SELECT name
FROM account
WHERE finess = $finess AND role = 'pharmacist'
ORDER BY created_at NULLS LAST, name NULLS LAST
LIMIT 1;
