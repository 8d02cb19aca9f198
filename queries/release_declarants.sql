-- One row per department × product, family and all of a release: the pharmacies counted in its held leaves.
SELECT
    held.department_code,
    coalesce(held.cip13, product.family, 'ensemble') AS item,
    count(DISTINCT member.finess) AS declarants
FROM held_leaf AS held
INNER JOIN release_member AS member
    ON
        held.state_week = member.week
        AND held.state_revision = member.revision
        AND held.department_code = member.department_code
INNER JOIN declaration_line AS line
    ON
        member.declaration_id = line.declaration_id
        AND held.cip13 = line.cip13
        AND line.state = 'quantity'
INNER JOIN product ON held.cip13 = product.cip13
LEFT JOIN release_excluded AS aside
    ON
        member.week = aside.week
        AND member.revision = aside.revision
        AND line.declaration_id = aside.declaration_id
        AND line.cip13 = aside.cip13
WHERE
    held.week = $week
    AND held.revision = $revision
    AND aside.cip13 IS NULL
GROUP BY
    held.department_code,
    GROUPING SETS ((held.cip13), (product.family), ());
