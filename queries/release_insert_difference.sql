-- One row per cell whose state or figure an erratum changes.
INSERT INTO release_difference (
    week, revision, area_level, area_code, area_name, item_level, item, item_label,
    status_before, units_before, status_after, units_after
)
SELECT
    after.week,
    after.revision,
    after.area_level,
    after.area_code,
    after.area_name,
    after.item_level,
    after.item,
    after.item_label,
    before.status AS status_before,
    before.units AS units_before,
    after.status AS status_after,
    after.units AS units_after
FROM release_cell AS after
LEFT JOIN release_cell AS before
    ON
        after.week = before.week
        AND before.revision = after.revision - 1
        AND after.area_level = before.area_level
        AND after.area_code = before.area_code
        AND after.item_level = before.item_level
        AND after.item = before.item
WHERE
    after.week = $week
    AND after.revision = $revision
    AND (
        before.status IS DISTINCT FROM after.status
        OR before.units IS DISTINCT FROM after.units
    );
