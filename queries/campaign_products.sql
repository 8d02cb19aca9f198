-- One row per product of the campaign, in the order of the form.
SELECT
    product.cip13,
    product.name,
    product.family,
    product.pack_size,
    product.demo
FROM campaign_product
INNER JOIN product ON campaign_product.cip13 = product.cip13
WHERE campaign_product.campaign_id = $campaign_id
ORDER BY campaign_product.position NULLS LAST, product.cip13 NULLS LAST;
