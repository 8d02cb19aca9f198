-- One row per question that one pharmacy was asked from $first to $last, replaced declarations included.
SELECT
    declaration.week,
    declaration.receipt_id,
    declaration_question.cip13,
    declaration_question.code,
    declaration_question.message,
    declaration_question.units,
    declaration_question.previous_units AS previous,
    declaration_question.confirmed_at IS NOT NULL AS confirmed
FROM declaration_question
INNER JOIN declaration ON declaration_question.declaration_id = declaration.declaration_id
WHERE declaration.finess = $finess AND declaration.week BETWEEN $first AND $last
ORDER BY declaration_question.declaration_id NULLS LAST, declaration_question.cip13 NULLS LAST;
