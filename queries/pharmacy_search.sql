-- One row per pharmacy whose number, name or city holds the words (in lower case), open ones first.
SELECT
    pharmacy.finess,
    pharmacy.name,
    pharmacy.city,
    pharmacy.department_code,
    pharmacy.closed_on
FROM pharmacy
WHERE
    strpos(lower(pharmacy.finess), $words) > 0
    OR strpos(lower(pharmacy.name), $words) > 0
    OR strpos(lower(coalesce(pharmacy.city, '')), $words) > 0
ORDER BY pharmacy.closed_on NULLS FIRST, pharmacy.name NULLS LAST, pharmacy.finess NULLS LAST
LIMIT $size;
