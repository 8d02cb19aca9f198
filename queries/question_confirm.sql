-- One row per question about that line of the pharmacy's declaration, confirmed once.
UPDATE declaration_question
SET confirmed_at = $now
WHERE
    confirmed_at IS NULL
    AND cip13 = $cip13
    AND declaration_id IN (
        SELECT declaration_id
        FROM declaration
        WHERE receipt_id = $receipt_id AND finess = $finess
    );
