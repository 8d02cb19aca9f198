-- One row per released week × item of one area, from the last revision of each week, oldest week first.
WITH last_revision AS (
    SELECT
        week,
        max(revision) AS revision
    FROM release
    GROUP BY week
)

SELECT
    release_cell.week,
    release_cell.area_level,
    release_cell.area_code,
    release_cell.area_name,
    release_cell.item_level,
    release_cell.item,
    release_cell.family,
    release_cell.item_label,
    release_cell.status,
    release_cell.units,
    release_cell.data_of,
    release_cell.declarants,
    release_cell.active,
    release_cell.estimated_units,
    release_cell.estimate_low,
    release_cell.estimate_high,
    release_cell.days_of_supply
FROM release_cell
INNER JOIN last_revision
    ON release_cell.week = last_revision.week AND release_cell.revision = last_revision.revision
WHERE release_cell.area_level = $area_level AND release_cell.area_code = $area_code
ORDER BY release_cell.week NULLS LAST, release_cell.item_level NULLS LAST, release_cell.item NULLS LAST;
