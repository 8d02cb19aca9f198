-- One row per campaign of that id: the demo's, open at least from its first week to the end of this one.
UPDATE campaign
SET
    opens_on = least(opens_on, $first_day::DATE),
    closes_on = greatest(closes_on, $last_day::DATE)
WHERE campaign_id = $campaign_id;
