-- One row per product taken out of a campaign from a day on; its declarations are kept.
UPDATE campaign_product
SET leaves_on = $leaves_on::DATE
WHERE
    campaign_id = $campaign_id
    AND leaves_on IS NULL
    AND cip13 IN (SELECT unnest($cip13s::TEXT[]) AS cip13);
