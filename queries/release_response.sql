-- One row per region: its pharmacies open that week, and those that declared in it.
WITH latest AS (
    SELECT max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week
    GROUP BY finess
),

speaking AS (
    SELECT declaration.finess
    FROM latest
    INNER JOIN declaration ON latest.declaration_id = declaration.declaration_id
    WHERE declaration.line_count > 0
)

SELECT
    region.region_code,
    region.name,
    count(pharmacy.finess) AS active,
    count(speaking.finess) AS respondents
FROM region
INNER JOIN department ON region.region_code = department.region_code
LEFT JOIN pharmacy
    ON
        department.department_code = pharmacy.department_code
        AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
        AND (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
LEFT JOIN speaking ON pharmacy.finess = speaking.finess
GROUP BY region.region_code, region.name
ORDER BY region.region_code NULLS LAST;
