-- One row per product taken out of a campaign; its past declarations are kept.
DELETE FROM campaign_product
WHERE
    campaign_id = $campaign_id
    AND cip13 IN (SELECT unnest($cip13s::TEXT[]) AS cip13);
