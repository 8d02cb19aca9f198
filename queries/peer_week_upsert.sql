-- One row per week: when its peers' moves were computed.
INSERT INTO peer_week (week, computed_at)
VALUES ($week, $now)
ON CONFLICT (week) DO UPDATE SET computed_at = excluded.computed_at;
