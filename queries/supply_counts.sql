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
    declaration_line.state,
    declaration_line.units
FROM current_declaration
INNER JOIN declaration_line ON current_declaration.declaration_id = declaration_line.declaration_id
ORDER BY declaration_line.cip13 NULLS LAST, current_declaration.week NULLS LAST;
