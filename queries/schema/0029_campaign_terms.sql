-- What an administrator decides of a campaign while it runs.

-- A product joins the form on a day and leaves it on another: always a Monday once the campaign has opened,
-- so that a week that somebody declared keeps its product to the end. NULL: since always, for good.
ALTER TABLE campaign_product ADD COLUMN joins_on DATE;
ALTER TABLE campaign_product ADD COLUMN leaves_on DATE;

-- Thresholds of the release, append-only: the last step counts.
-- The key makes two changes at once one before the other: the second finds the first and is judged again.
CREATE TABLE campaign_terms (
    campaign_id TEXT NOT NULL,
    step INTEGER NOT NULL,
    min_count INTEGER NOT NULL,
    dominance_percent INTEGER NOT NULL,
    regions_only_percent INTEGER NOT NULL,
    most_times INTEGER NOT NULL,
    most_points INTEGER NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    decided_by TEXT NOT NULL,
    PRIMARY KEY (campaign_id, step)
);
