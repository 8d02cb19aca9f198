-- One row per product that a pharmacy has arranged: its place on the form, and whether it is not stocked.
SELECT
    cip13,
    position,
    not_stocked
FROM pharmacy_product
WHERE finess = $finess
ORDER BY position NULLS LAST;
