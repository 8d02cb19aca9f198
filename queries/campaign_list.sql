-- One row per campaign, the latest first.
SELECT
    campaign_id,
    name,
    opens_on,
    closes_on
FROM campaign
ORDER BY opens_on DESC NULLS LAST, campaign_id DESC NULLS LAST;
