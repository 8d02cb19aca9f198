-- One row per department × product declared that week, its figures recomputed for the audit from
-- the declarations, by another road than the release: latest header by anti-join, ranks by window.
WITH latest AS (
    SELECT
        header.declaration_id,
        header.finess
    FROM declaration AS header
    WHERE
        header.week = $week
        AND NOT EXISTS (
            SELECT 1
            FROM declaration AS later
            WHERE
                later.finess = header.finess
                AND later.week = header.week
                AND later.declaration_id > header.declaration_id
        )
),

owner_total AS (
    SELECT
        pharmacy.department_code,
        line.cip13,
        pharmacy.owner_key,
        sum(line.units) AS units,
        count(*) AS pharmacies
    FROM latest
    INNER JOIN pharmacy ON latest.finess = pharmacy.finess
    INNER JOIN declaration_line AS line ON latest.declaration_id = line.declaration_id
    WHERE
        line.units IS NOT NULL
        AND coalesce(pharmacy.closed_on, DATE '9999-12-31') > $week
        AND coalesce(pharmacy.opened_on, DATE '1900-01-01') <= $sunday
    GROUP BY pharmacy.department_code, line.cip13, pharmacy.owner_key
),

ranked AS (
    SELECT
        department_code,
        cip13,
        units,
        pharmacies,
        row_number() OVER (
            PARTITION BY department_code, cip13
            ORDER BY units DESC NULLS LAST, owner_key NULLS LAST
        ) AS place
    FROM owner_total
)

SELECT
    department_code,
    cip13,
    count(*) AS owners,
    sum(pharmacies) AS declarants,
    sum(units) AS units,
    sum(CASE WHEN place = 1 THEN units ELSE 0 END) AS largest,
    sum(CASE WHEN place = 2 THEN units ELSE 0 END) AS second
FROM ranked
GROUP BY department_code, cip13
ORDER BY department_code NULLS LAST, cip13 NULLS LAST;
