-- One row per decision on a campaign's terms, its step after the last one's.
INSERT INTO campaign_terms (
    campaign_id, step, min_count, dominance_percent, regions_only_percent, most_times, most_points,
    decided_at, decided_by
)
SELECT
    $campaign_id,
    coalesce(max(step), 0) + 1,
    $min_count,
    $dominance_percent,
    $regions_only_percent,
    $most_times,
    $most_points,
    $now,
    $actor
FROM campaign_terms
WHERE campaign_id = $campaign_id;
