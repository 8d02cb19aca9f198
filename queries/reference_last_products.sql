-- One row per product of the last campaign opened before a day that was not withdrawn, with its place.
SELECT
    campaign_product.cip13,
    campaign_product.position,
    product.demo
FROM campaign_product
INNER JOIN product ON campaign_product.cip13 = product.cip13
WHERE
    campaign_product.campaign_id = (
        SELECT campaign_id
        FROM campaign
        WHERE opens_on < $day::DATE
        ORDER BY opens_on DESC NULLS LAST
        LIMIT 1
    )
    AND campaign_product.leaves_on IS NULL
ORDER BY campaign_product.position NULLS LAST, campaign_product.cip13 NULLS LAST;
