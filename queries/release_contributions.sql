-- One row per department × product × owner of a closed week: what the owner's pharmacies declared together.
-- Current declarations of pharmacies that were open that week; not-stocked lines are no contribution.
WITH current_declaration AS (
    SELECT max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week
    GROUP BY finess
)

SELECT
    pharmacy.department_code,
    declaration_line.cip13,
    pharmacy.owner_key,
    sum(declaration_line.units) AS units,
    count(*) AS pharmacies
FROM current_declaration
INNER JOIN declaration ON current_declaration.declaration_id = declaration.declaration_id
INNER JOIN pharmacy ON declaration.finess = pharmacy.finess
INNER JOIN declaration_line ON declaration.declaration_id = declaration_line.declaration_id
WHERE
    declaration_line.state = 'quantity'
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
    AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
GROUP BY pharmacy.department_code, declaration_line.cip13, pharmacy.owner_key
ORDER BY
    pharmacy.department_code NULLS LAST,
    declaration_line.cip13 NULLS LAST,
    pharmacy.owner_key NULLS LAST;
