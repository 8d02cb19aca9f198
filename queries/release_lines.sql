-- One row per product: the quantities that the declarations of some states give of it, in lists of one order.
WITH asked AS (
    SELECT
        unnest($weeks::DATE[]) AS week,
        unnest($revisions::INTEGER[]) AS revision
),

standing AS (
    SELECT DISTINCT member.declaration_id
    FROM asked
    INNER JOIN release_member AS member ON asked.week = member.week AND asked.revision = member.revision
)

SELECT
    line.cip13,
    array_agg(line.declaration_id) AS declarations,
    array_agg(line.units) AS units
FROM standing
INNER JOIN declaration_line AS line ON standing.declaration_id = line.declaration_id
WHERE line.state = 'quantity'
GROUP BY line.cip13
ORDER BY line.cip13 NULLS LAST;
