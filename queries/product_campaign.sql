-- One row at most: the campaign open on a day, or else the next one.
SELECT
    campaign_id,
    name,
    opens_on
FROM campaign
WHERE closes_on >= $today::DATE
ORDER BY opens_on NULLS LAST, campaign_id NULLS LAST
LIMIT 1;
