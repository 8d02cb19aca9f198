-- One row per product that one pharmacy arranged.
SELECT
    cip13,
    position,
    not_stocked
FROM pharmacy_product
WHERE finess = $finess
ORDER BY position NULLS LAST, cip13 NULLS LAST;
