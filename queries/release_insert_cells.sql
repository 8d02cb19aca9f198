-- One row per cell of a release, frozen.
INSERT INTO release_cell (
    week, revision, area_level, area_code, area_name, item_level, item, family, item_label,
    status, units, data_of, declarants, active,
    estimated_units, estimate_low, estimate_high, days_of_supply
)
SELECT
    $week,
    $revision,
    unnest($area_levels::TEXT[]),
    unnest($area_codes::TEXT[]),
    unnest($area_names::TEXT[]),
    unnest($item_levels::TEXT[]),
    unnest($items::TEXT[]),
    unnest($families::TEXT[]),
    unnest($item_labels::TEXT[]),
    unnest($statuses::TEXT[]),
    unnest($units::BIGINT[]),
    unnest($data_of::DATE[]),
    unnest($declarants::INTEGER[]),
    unnest($active::INTEGER[]),
    unnest($estimated::BIGINT[]),
    unnest($lows::BIGINT[]),
    unnest($highs::BIGINT[]),
    unnest($days::DOUBLE PRECISION[]);
