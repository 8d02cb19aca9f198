-- One row per product withdrawn from a campaign that is still on its form on a day, with its last day's morrow.
SELECT
    campaign_product.cip13,
    product.name,
    campaign_product.leaves_on
FROM campaign_product
INNER JOIN product ON campaign_product.cip13 = product.cip13
WHERE
    campaign_product.campaign_id = $campaign_id
    AND campaign_product.leaves_on > $day::DATE
    AND (campaign_product.joins_on IS NULL OR campaign_product.joins_on < campaign_product.leaves_on)
ORDER BY product.name NULLS LAST, campaign_product.cip13 NULLS LAST;
