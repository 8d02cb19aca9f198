-- One row per department × item of a week that at least one active pharmacy spoke of; no row: nobody did.
-- Current declaration: the last received of each pharmacy. Closed and unknown pharmacies do not count.
-- A line that the Ordre leaves out is one that nobody declared.
INSERT INTO week_aggregate (
    week, department_code, item_level, item, units, declarants, at_zero, not_stocked
)
WITH current_declaration AS (
    SELECT
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week
    GROUP BY finess
),

answering AS (
    SELECT
        current_declaration.declaration_id,
        pharmacy.department_code
    FROM current_declaration
    INNER JOIN pharmacy ON current_declaration.finess = pharmacy.finess
    WHERE
        (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
),

line AS (
    SELECT
        answering.department_code,
        answering.declaration_id,
        declaration_line.cip13,
        product.family,
        CASE WHEN declaration_line.state = 'quantity' THEN declaration_line.units END AS units
    FROM declaration_line
    INNER JOIN answering ON declaration_line.declaration_id = answering.declaration_id
    INNER JOIN product ON declaration_line.cip13 = product.cip13
    LEFT JOIN excluded_line
        ON
            declaration_line.declaration_id = excluded_line.declaration_id
            AND declaration_line.cip13 = excluded_line.cip13
    WHERE excluded_line.cip13 IS NULL
),

per_family AS (
    SELECT
        department_code,
        declaration_id,
        family,
        sum(units) AS units
    FROM line
    GROUP BY department_code, declaration_id, family
),

-- One row per pharmacy × item; units NULL: the pharmacy only said « not stocked » of it.
-- A declaration holds a product once, so its lines need no grouping (half the time).
per_pharmacy AS (
    SELECT
        department_code,
        'produit' AS item_level,
        cip13 AS item,
        units
    FROM line
    UNION ALL
    SELECT
        department_code,
        'famille' AS item_level,
        family AS item,
        units
    FROM per_family
    UNION ALL
    SELECT
        department_code,
        'ensemble' AS item_level,
        'ensemble' AS item,
        sum(units) AS units
    FROM per_family
    GROUP BY department_code, declaration_id
)

SELECT
    $week,
    department_code,
    item_level,
    item,
    cast(coalesce(sum(units), 0) AS BIGINT) AS units,
    cast(count(units) AS INTEGER) AS declarants,
    cast(sum(CASE WHEN units = 0 THEN 1 ELSE 0 END) AS INTEGER) AS at_zero,
    cast(count(*) - count(units) AS INTEGER) AS not_stocked
FROM per_pharmacy
GROUP BY department_code, item_level, item;
