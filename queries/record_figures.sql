-- One row per week × product that one pharmacy declared from $first to $last: its current declarations' lines.
WITH current_declaration AS (
    SELECT
        week,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE finess = $finess AND week BETWEEN $first AND $last
    GROUP BY week
)

SELECT
    current_declaration.week,
    declaration_line.cip13,
    product.name AS product_name,
    product.family,
    declaration_line.state,
    declaration_line.units,
    declaration_line.boxes,
    declaration_line.unchanged,
    excluded_line.cip13 IS NOT NULL AS is_excluded
FROM current_declaration
INNER JOIN declaration_line ON current_declaration.declaration_id = declaration_line.declaration_id
INNER JOIN product ON declaration_line.cip13 = product.cip13
LEFT JOIN excluded_line
    ON
        declaration_line.declaration_id = excluded_line.declaration_id
        AND declaration_line.cip13 = excluded_line.cip13
ORDER BY product.family NULLS LAST, product.name NULLS LAST, product.cip13 NULLS LAST, current_declaration.week NULLS LAST;
