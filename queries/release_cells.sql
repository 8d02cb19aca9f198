-- One row per cell of one release, in the order of the files.
SELECT
    week,
    area_level,
    area_code,
    area_name,
    item_level,
    item,
    family,
    item_label,
    status,
    units,
    data_of,
    declarants,
    active,
    estimated_units,
    estimate_low,
    estimate_high,
    days_of_supply
FROM release_cell
WHERE week = $week AND revision = $revision
ORDER BY
    area_level NULLS LAST, area_code NULLS LAST, item_level NULLS LAST, item NULLS LAST;
