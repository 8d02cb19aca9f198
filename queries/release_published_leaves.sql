-- One row per leaf and state that a release since $since published.
SELECT DISTINCT
    held.department_code,
    held.cip13,
    held.state_week,
    held.state_revision
FROM held_leaf AS held
INNER JOIN release_cell AS cell
    ON
        held.week = cell.week
        AND held.revision = cell.revision
        AND held.department_code = cell.area_code
        AND held.cip13 = cell.item
        AND cell.area_level = 'departement'
WHERE
    held.week BETWEEN $since AND $until
    AND cell.status = 'publie';
