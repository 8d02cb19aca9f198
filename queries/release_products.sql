-- One row per product that a release holds a leaf of since $since.
SELECT DISTINCT
    product.cip13,
    product.name,
    product.family
FROM held_leaf
INNER JOIN product ON held_leaf.cip13 = product.cip13
WHERE held_leaf.week BETWEEN $since AND $until
ORDER BY product.cip13 NULLS LAST;
