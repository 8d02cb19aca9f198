-- One row per figure that a release withheld, with the protection it asked for.
SELECT
    area_level,
    area_code,
    item_level,
    item,
    units,
    asked_above,
    asked_below
FROM release_secret
WHERE week = $week AND revision = $revision
ORDER BY
    area_level NULLS LAST, area_code NULLS LAST, item_level NULLS LAST, item NULLS LAST;
