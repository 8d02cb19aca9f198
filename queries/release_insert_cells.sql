-- One row per cell of a release, frozen. Columns without an estimate yet stay NULL.
INSERT INTO release_cell (
    week, revision, area_level, area_code, area_name, item_level, item, family, item_label,
    status, units, data_of, declarants, active
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
    unnest($active::INTEGER[]);
