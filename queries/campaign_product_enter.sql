-- One row per product of the campaign's form: its place, and its first day when it was not there.
INSERT INTO campaign_product (campaign_id, cip13, position, joins_on)
SELECT
    $campaign_id,
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($positions::INTEGER[]) AS position,
    $joins_on::DATE
ON CONFLICT (campaign_id, cip13) DO UPDATE SET
    position = excluded.position,
    joins_on = CASE
        WHEN campaign_product.leaves_on <= $today::DATE THEN excluded.joins_on
        ELSE campaign_product.joins_on
    END,
    leaves_on = NULL;
