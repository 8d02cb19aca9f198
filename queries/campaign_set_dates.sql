-- One row per campaign of that id: its name and its two days, both included.
UPDATE campaign
SET
    name = $label,
    opens_on = $opens_on::DATE,
    closes_on = $closes_on::DATE
WHERE campaign_id = $campaign_id;
