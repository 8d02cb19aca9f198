-- One row per product that a pharmacy had arranged: deleted.
DELETE FROM pharmacy_product
WHERE finess = $finess;
