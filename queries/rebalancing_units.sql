-- One row per department where somebody gave a quantity that week: the units of the item in each of its
-- pharmacies in business, without saying which. Current declaration: the last received of each.
WITH current_declaration AS (
    SELECT
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week
    GROUP BY finess
),

holding AS (
    SELECT
        declaration_line.declaration_id,
        cast(sum(declaration_line.units) AS BIGINT) AS units
    FROM declaration_line
    INNER JOIN current_declaration ON declaration_line.declaration_id = current_declaration.declaration_id
    LEFT JOIN excluded_line
        ON
            declaration_line.declaration_id = excluded_line.declaration_id
            AND declaration_line.cip13 = excluded_line.cip13
    WHERE
        declaration_line.cip13 IN (SELECT unnest($cip13s::TEXT[]))
        AND excluded_line.cip13 IS NULL
        AND declaration_line.state = 'quantity'
    GROUP BY declaration_line.declaration_id
)

SELECT
    pharmacy.department_code,
    array_agg(holding.units) AS units
FROM holding
INNER JOIN current_declaration ON holding.declaration_id = current_declaration.declaration_id
INNER JOIN pharmacy ON current_declaration.finess = pharmacy.finess
WHERE
    (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
GROUP BY pharmacy.department_code
ORDER BY pharmacy.department_code NULLS LAST;
