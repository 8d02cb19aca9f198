-- One row per product surveyed by a new campaign, with its place on the form.
INSERT INTO campaign_product (campaign_id, cip13, position)
SELECT
    $campaign_id,
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($positions::INTEGER[]) AS position
ON CONFLICT DO NOTHING;
