-- One row per line of a week about which somebody decided, with the decision that counts, the latest first.
-- is_current: whether the declaration still is that of the pharmacy's week, or a correction has replaced it.
WITH latest AS (
    SELECT
        declaration_id,
        cip13,
        max(step) AS step
    FROM figure_decision
    WHERE week = $week
    GROUP BY declaration_id, cip13
),

current_declaration AS (
    SELECT
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week
    GROUP BY finess
)

SELECT
    declaration.finess,
    pharmacy.name,
    pharmacy.city,
    pharmacy.department_code,
    figure_decision.declaration_id,
    figure_decision.cip13,
    product.name AS product_name,
    product.family,
    declaration_line.units,
    figure_decision.verdict,
    figure_decision.cause,
    figure_decision.words,
    figure_decision.decided_at,
    figure_decision.decided_by,
    current_declaration.declaration_id IS NOT NULL AS is_current
FROM latest
INNER JOIN figure_decision
    ON
        latest.declaration_id = figure_decision.declaration_id
        AND latest.cip13 = figure_decision.cip13
        AND latest.step = figure_decision.step
INNER JOIN declaration ON figure_decision.declaration_id = declaration.declaration_id
INNER JOIN declaration_line
    ON
        figure_decision.declaration_id = declaration_line.declaration_id
        AND figure_decision.cip13 = declaration_line.cip13
INNER JOIN pharmacy ON declaration.finess = pharmacy.finess
INNER JOIN product ON figure_decision.cip13 = product.cip13
LEFT JOIN current_declaration ON declaration.declaration_id = current_declaration.declaration_id
WHERE figure_decision.verdict <> 'reopened'
ORDER BY figure_decision.decided_at DESC NULLS LAST, declaration.finess NULLS LAST, figure_decision.cip13 NULLS LAST;
