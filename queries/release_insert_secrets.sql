-- One row per figure that a release withholds, with the protection it asked for.
INSERT INTO release_secret (
    week, revision, area_level, area_code, item_level, item, units, asked_above, asked_below
)
SELECT
    $week,
    $revision,
    unnest($area_levels::TEXT[]),
    unnest($area_codes::TEXT[]),
    unnest($item_levels::TEXT[]),
    unnest($items::TEXT[]),
    unnest($units::BIGINT[]),
    unnest($asked_above::BIGINT[]),
    unnest($asked_below::BIGINT[]);
