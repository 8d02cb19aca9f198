-- One row per product of a campaign, with its place on the form.
SELECT
    cip13,
    position
FROM campaign_product
WHERE campaign_id = $campaign_id
ORDER BY position NULLS LAST, cip13 NULLS LAST;
