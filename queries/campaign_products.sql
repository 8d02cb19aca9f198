-- One row per product that the campaign surveys on a day, in the order of the form.
SELECT
    product.cip13,
    product.name,
    product.family,
    product.pack_size,
    product.demo
FROM campaign_product
INNER JOIN product ON campaign_product.cip13 = product.cip13
WHERE
    campaign_product.campaign_id = $campaign_id
    AND (campaign_product.joins_on IS NULL OR campaign_product.joins_on <= $day::DATE)
    AND (campaign_product.leaves_on IS NULL OR campaign_product.leaves_on > $day::DATE)
ORDER BY campaign_product.position NULLS LAST, product.cip13 NULLS LAST;
