-- One row per product of a campaign that nobody has withdrawn, with its place on the form and its first day.
SELECT
    cip13,
    position,
    joins_on
FROM campaign_product
WHERE
    campaign_id = $campaign_id
    AND leaves_on IS NULL
ORDER BY position NULLS LAST, cip13 NULLS LAST;
