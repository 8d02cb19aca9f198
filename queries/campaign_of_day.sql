-- One row per campaign opened on or before the day, the latest only.
SELECT
    campaign_id,
    name,
    opens_on,
    closes_on
FROM campaign
WHERE opens_on <= $day
ORDER BY opens_on DESC NULLS LAST
LIMIT 1;
