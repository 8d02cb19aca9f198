-- One row per pharmacy of a department that declared that week: its current declaration over the item's
-- products. units NULL: not stocked (not_stocked > 0), left out by the Ordre (excluded > 0) or not declared.
WITH current_declaration AS (
    SELECT
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week
    GROUP BY finess
),

item_line AS (
    SELECT
        declaration_line.declaration_id,
        cast(sum(CASE WHEN excluded_line.cip13 IS NULL THEN declaration_line.units END) AS BIGINT) AS units,
        count(CASE WHEN declaration_line.state = 'not_stocked' THEN 1 END) AS not_stocked,
        count(excluded_line.cip13) AS excluded
    FROM declaration_line
    INNER JOIN current_declaration ON declaration_line.declaration_id = current_declaration.declaration_id
    LEFT JOIN excluded_line
        ON
            declaration_line.declaration_id = excluded_line.declaration_id
            AND declaration_line.cip13 = excluded_line.cip13
    WHERE declaration_line.cip13 IN (SELECT unnest($cip13s::TEXT[]))
    GROUP BY declaration_line.declaration_id
)

SELECT
    pharmacy.finess,
    pharmacy.name,
    pharmacy.city,
    pharmacy.telephone,
    item_line.units,
    coalesce(item_line.not_stocked, 0) AS not_stocked,
    coalesce(item_line.excluded, 0) AS excluded,
    declaration.received_at
FROM current_declaration
INNER JOIN pharmacy ON current_declaration.finess = pharmacy.finess
INNER JOIN declaration ON current_declaration.declaration_id = declaration.declaration_id
LEFT JOIN item_line ON current_declaration.declaration_id = item_line.declaration_id
WHERE
    pharmacy.department_code = $department_code
    AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
ORDER BY item_line.units NULLS LAST, not_stocked NULLS LAST, pharmacy.name NULLS LAST, pharmacy.finess NULLS LAST;
