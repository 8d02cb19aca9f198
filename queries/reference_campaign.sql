-- One row when the campaign is known, none otherwise.
SELECT
    campaign_id,
    name,
    opens_on,
    closes_on
FROM campaign
WHERE campaign_id = $campaign_id;
