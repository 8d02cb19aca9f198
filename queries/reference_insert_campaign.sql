-- One row per campaign: a new one.
INSERT INTO campaign (campaign_id, name, opens_on, closes_on)
VALUES ($campaign_id, $label, $opens_on, $closes_on);
