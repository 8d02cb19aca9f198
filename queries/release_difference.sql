-- One row per cell that the errata of a week changed.
SELECT
    revision,
    area_level,
    area_code,
    area_name,
    item_level,
    item,
    item_label,
    status_before,
    units_before,
    status_after,
    units_after
FROM release_difference
WHERE week = $week
ORDER BY
    revision NULLS LAST, area_level NULLS LAST, area_code NULLS LAST, item_level NULLS LAST,
    item NULLS LAST;
