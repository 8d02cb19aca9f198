-- One row per product arranged by a pharmacy closed longer than the retention: erased.
DELETE FROM pharmacy_product
WHERE finess IN (
    SELECT finess FROM pharmacy
    WHERE closed_on < $week
);
