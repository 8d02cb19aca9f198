-- One row per week from $first to $last: what each pharmacy declared of the item, as arrays of one length.
-- place: its rank as in estimate_places; units: 0 where not stocked; out: part of them at zero.
WITH ranked AS (
    SELECT
        finess,
        row_number() OVER (ORDER BY finess NULLS LAST) - 1 AS place
    FROM pharmacy
),

current_declaration AS (
    SELECT
        week,
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week BETWEEN $first AND $last
    GROUP BY week, finess
),

-- An average leaves out the products that are not stocked.
spoken AS (
    SELECT
        current_declaration.week,
        ranked.place,
        coalesce(sum(declaration_line.units), 0) AS units,
        avg(CASE WHEN declaration_line.units = 0 THEN 1 WHEN declaration_line.units > 0 THEN 0 END) AS out_part
    FROM declaration_line
    INNER JOIN current_declaration ON declaration_line.declaration_id = current_declaration.declaration_id
    INNER JOIN ranked ON current_declaration.finess = ranked.finess
    LEFT JOIN excluded_line
        ON
            declaration_line.declaration_id = excluded_line.declaration_id
            AND declaration_line.cip13 = excluded_line.cip13
    WHERE
        declaration_line.cip13 IN (SELECT unnest($cip13s::TEXT[]))
        AND excluded_line.cip13 IS NULL
    GROUP BY current_declaration.week, ranked.place
)

-- The arrays of a week come in one order, whichever it is.
SELECT
    week,
    array_agg(place) AS places,
    array_agg(cast(units AS DOUBLE PRECISION)) AS units,
    array_agg(coalesce(cast(out_part AS DOUBLE PRECISION), 0)) AS outs
FROM spoken
GROUP BY week
ORDER BY week NULLS LAST;
