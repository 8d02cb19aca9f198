-- One row per product of a list that a release has a figure of, or withholds one of.
SELECT DISTINCT item AS cip13
FROM release_cell
WHERE
    item_level = 'produit'
    AND item IN (SELECT unnest($cip13s::TEXT[]) AS cip13)
ORDER BY cip13 NULLS LAST;
