-- One row per department × product of a release that somebody declared, its figures added up again for the
-- audit, by another road than the release: owners ranked by window over the lines themselves.
WITH owner_total AS (
    SELECT
        held.department_code,
        held.cip13,
        pharmacy.owner_key,
        sum(line.units) AS units,
        count(*) AS pharmacies
    FROM held_leaf AS held
    INNER JOIN release_member AS member
        ON held.state_week = member.week AND held.state_revision = member.revision
    INNER JOIN pharmacy ON member.finess = pharmacy.finess
    INNER JOIN declaration_line AS line
        ON member.declaration_id = line.declaration_id AND held.cip13 = line.cip13
    LEFT JOIN release_excluded AS aside
        ON
            member.week = aside.week
            AND member.revision = aside.revision
            AND line.declaration_id = aside.declaration_id
            AND line.cip13 = aside.cip13
    WHERE
        held.week = $week
        AND held.revision = $revision
        AND member.department_code = held.department_code
        AND line.units IS NOT NULL
        AND aside.cip13 IS NULL
    GROUP BY held.department_code, held.cip13, pharmacy.owner_key
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
    cast(sum(pharmacies) AS BIGINT) AS declarants,
    cast(sum(units) AS BIGINT) AS units,
    cast(sum(CASE WHEN place = 1 THEN units ELSE 0 END) AS BIGINT) AS largest,
    cast(sum(CASE WHEN place = 2 THEN units ELSE 0 END) AS BIGINT) AS second
FROM ranked
GROUP BY department_code, cip13
ORDER BY department_code NULLS LAST, cip13 NULLS LAST;
