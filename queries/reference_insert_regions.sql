-- One row per region not yet known; a region already there is left as it is.
INSERT INTO region (region_code, name)
SELECT
    unnest($codes::TEXT[]) AS region_code,
    unnest($names::TEXT[]) AS name
ON CONFLICT DO NOTHING;
