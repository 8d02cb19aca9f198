-- One row per pharmacy, one at most: the first account it had, persons of Pro Santé Connect aside.
SELECT name
FROM account
WHERE finess = $finess AND role = 'pharmacist' AND name NOT LIKE 'psc-%'
ORDER BY created_at NULLS LAST, name NULLS LAST
LIMIT 1;
