-- One row per campaign opened on or before the day, in no order: a handful, of which the latest counts.
SELECT
    campaign_id,
    name,
    opens_on,
    closes_on
FROM campaign
WHERE opens_on <= $day;
