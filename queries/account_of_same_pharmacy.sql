-- One row per account of a pharmacy, persons of Pro Santé Connect aside.
SELECT name
FROM account
WHERE finess = $finess AND role = 'pharmacist' AND name NOT LIKE 'psc-%'
ORDER BY name NULLS LAST;
