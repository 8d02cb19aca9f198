-- One row per figure that a release published.
SELECT
    area_level,
    area_code,
    item_level,
    item
FROM release_cell
WHERE
    week = $week
    AND revision = $revision
    AND status = 'publie';
