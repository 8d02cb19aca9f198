-- One row per question about a declaration past retention: erased.
DELETE FROM declaration_question
WHERE declaration_id IN (
    SELECT declaration_id FROM declaration
    WHERE week < $week
);
