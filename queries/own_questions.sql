-- One row per question asked about a figure of one pharmacy, and when it was answered.
SELECT
    declaration.receipt_id,
    question.cip13,
    question.message,
    question.units,
    question.previous_units,
    question.confirmed_at
FROM declaration_question AS question
INNER JOIN declaration ON question.declaration_id = declaration.declaration_id
WHERE declaration.finess = $finess
ORDER BY declaration.declaration_id NULLS LAST, question.cip13 NULLS LAST;
