-- One row per decision about a figure of one pharmacy, those taken back included, the latest first.
SELECT
    figure_decision.decided_at,
    figure_decision.decided_by,
    figure_decision.week,
    product.name AS product_name,
    product.family,
    declaration_line.units,
    figure_decision.verdict,
    figure_decision.cause,
    figure_decision.words
FROM declaration
INNER JOIN figure_decision ON declaration.declaration_id = figure_decision.declaration_id
INNER JOIN declaration_line
    ON
        figure_decision.declaration_id = declaration_line.declaration_id
        AND figure_decision.cip13 = declaration_line.cip13
INNER JOIN product ON figure_decision.cip13 = product.cip13
WHERE declaration.finess = $finess
ORDER BY
    figure_decision.decided_at DESC NULLS LAST, figure_decision.step DESC NULLS LAST,
    figure_decision.cip13 NULLS LAST;
