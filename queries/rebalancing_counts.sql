-- One row per pharmacy in business of a department × week from $first to $last in which it gave a quantity
-- of the item: its current declaration's units. Individual data.
WITH current_declaration AS (
    SELECT
        declaration.finess,
        declaration.week,
        max(declaration.declaration_id) AS declaration_id
    FROM declaration
    INNER JOIN pharmacy ON declaration.finess = pharmacy.finess
    WHERE
        declaration.week BETWEEN $first AND $last
        AND pharmacy.department_code = $department_code
        AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $last)
    GROUP BY declaration.finess, declaration.week
)

SELECT
    pharmacy.finess,
    pharmacy.name,
    pharmacy.city,
    pharmacy.telephone,
    current_declaration.week,
    cast(sum(declaration_line.units) AS BIGINT) AS units
FROM current_declaration
INNER JOIN pharmacy ON current_declaration.finess = pharmacy.finess
INNER JOIN declaration_line ON current_declaration.declaration_id = declaration_line.declaration_id
LEFT JOIN excluded_line
    ON
        declaration_line.declaration_id = excluded_line.declaration_id
        AND declaration_line.cip13 = excluded_line.cip13
WHERE
    excluded_line.cip13 IS NULL
    AND declaration_line.cip13 IN (SELECT unnest($cip13s::TEXT[]))
    AND declaration_line.state = 'quantity'
GROUP BY pharmacy.finess, pharmacy.name, pharmacy.city, pharmacy.telephone, current_declaration.week
ORDER BY pharmacy.name NULLS LAST, pharmacy.finess NULLS LAST, current_declaration.week NULLS LAST;
