-- One row per product counted in this week and the one before by at least $fewest pharmacies: their move.
-- A move is ln(this week / last week), where both are above 0: a rupture or its end is no typing error.
INSERT INTO peer_move (week, cip13, pairs, median, mad)
WITH current_declaration AS (
    SELECT
        week,
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week IN ($week, $before)
    GROUP BY week, finess
),

counted AS (
    SELECT
        current_declaration.week,
        current_declaration.finess,
        declaration_line.cip13,
        declaration_line.units
    FROM current_declaration
    INNER JOIN declaration_line ON current_declaration.declaration_id = declaration_line.declaration_id
    WHERE declaration_line.units > 0
),

moved AS (
    SELECT
        present.cip13,
        ln(present.units) - ln(past.units) AS move
    FROM counted AS present
    INNER JOIN counted AS past ON present.finess = past.finess AND present.cip13 = past.cip13
    WHERE present.week = $week AND past.week = $before
),

middle AS (
    SELECT
        cip13,
        count(*) AS pairs,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY move NULLS LAST) AS median
    FROM moved
    GROUP BY cip13
    HAVING count(*) >= $fewest
)

SELECT
    $week,
    middle.cip13,
    middle.pairs,
    middle.median,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(moved.move - middle.median) NULLS LAST) AS mad
FROM middle
INNER JOIN moved ON middle.cip13 = moved.cip13
GROUP BY middle.cip13, middle.pairs, middle.median;
