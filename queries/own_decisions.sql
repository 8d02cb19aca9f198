-- One row per decision of the Ordre about one of a pharmacy's figures, the oldest first. Who took it is
-- another person's data.
SELECT
    declaration.week,
    figure_decision.cip13,
    figure_decision.verdict,
    figure_decision.cause,
    figure_decision.words,
    figure_decision.decided_at
FROM figure_decision
INNER JOIN declaration ON figure_decision.declaration_id = declaration.declaration_id
WHERE declaration.finess = $finess
ORDER BY figure_decision.decided_at NULLS LAST, figure_decision.cip13 NULLS LAST;
