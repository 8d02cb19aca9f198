-- One row per line of one declaration for one product, at most one: whose it is, and the decision that counts.
-- replaced: a later declaration of the pharmacy's week counts instead. step: 0, nobody decided yet.
WITH line AS (
    SELECT
        declaration.finess,
        declaration.week,
        declaration.declaration_id,
        declaration_line.cip13,
        declaration_line.units
    FROM declaration
    INNER JOIN declaration_line ON declaration.declaration_id = declaration_line.declaration_id
    WHERE declaration.declaration_id = $declaration_id AND declaration_line.cip13 = $cip13
),

latest AS (
    SELECT max(step) AS step
    FROM figure_decision
    WHERE declaration_id = $declaration_id AND cip13 = $cip13
),

newest AS (
    SELECT max(declaration.declaration_id) AS declaration_id
    FROM declaration
    INNER JOIN line ON declaration.finess = line.finess AND declaration.week = line.week
)

SELECT
    line.finess,
    line.week,
    line.units,
    pharmacy.name,
    pharmacy.email,
    pharmacy.closed_on,
    product.name AS product_name,
    product.family,
    line.declaration_id < newest.declaration_id AS replaced,
    coalesce(latest.step, 0) AS step,
    figure_decision.verdict,
    figure_letter.sent_at
FROM line
CROSS JOIN latest
CROSS JOIN newest
INNER JOIN pharmacy ON line.finess = pharmacy.finess
INNER JOIN product ON line.cip13 = product.cip13
LEFT JOIN figure_decision
    ON
        line.declaration_id = figure_decision.declaration_id
        AND line.cip13 = figure_decision.cip13
        AND latest.step = figure_decision.step
LEFT JOIN figure_letter
    ON line.declaration_id = figure_letter.declaration_id AND line.cip13 = figure_letter.cip13;
