-- One row per product × département × released week, from the release tables: the pharmacy's own département
-- from $first on, the others of its région at the last release only. `item_level` ensemble: all products.
WITH home AS (
    SELECT
        department.department_code,
        department.region_code
    FROM pharmacy
    INNER JOIN department ON pharmacy.department_code = department.department_code
    WHERE pharmacy.finess = $finess
),

last_revision AS (
    SELECT
        week,
        max(revision) AS revision
    FROM release
    WHERE week >= $first
    GROUP BY week
)

SELECT
    release_cell.week,
    release_cell.area_code,
    release_cell.area_name,
    release_cell.item_level,
    release_cell.item,
    release_cell.status,
    release_cell.units,
    release_cell.data_of,
    release_cell.declarants,
    release_cell.active,
    release_cell.days_of_supply,
    release_cell.area_code = home.department_code AS is_home
FROM release_cell
INNER JOIN last_revision
    ON release_cell.week = last_revision.week AND release_cell.revision = last_revision.revision
INNER JOIN department ON release_cell.area_code = department.department_code
INNER JOIN home ON department.region_code = home.region_code
WHERE
    release_cell.area_level = 'departement'
    AND release_cell.item_level IN ('produit', 'ensemble')
    AND (
        release_cell.area_code = home.department_code
        OR release_cell.week = (SELECT max(week) AS week FROM release)
    )
ORDER BY release_cell.week NULLS LAST, release_cell.area_code NULLS LAST, release_cell.item NULLS LAST;
