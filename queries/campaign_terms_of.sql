-- One row at most: the terms decided last for the campaign that opened on a day, or for the one before it.
SELECT
    campaign_terms.campaign_id,
    campaign_terms.step,
    campaign_terms.min_count,
    campaign_terms.dominance_percent,
    campaign_terms.regions_only_percent,
    campaign_terms.most_times,
    campaign_terms.most_points
FROM campaign_terms
INNER JOIN campaign ON campaign_terms.campaign_id = campaign.campaign_id
WHERE campaign.opens_on <= $opens_on::DATE
ORDER BY campaign.opens_on DESC NULLS LAST, campaign_terms.step DESC NULLS LAST
LIMIT 1;
