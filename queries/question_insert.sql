-- One row per question of one declaration, as it was asked. Asked again, it keeps its confirmation.
INSERT INTO declaration_question (
    declaration_id, cip13, code, message, units, previous_units, confirmed_at
)
SELECT
    declaration.declaration_id,
    asked.cip13,
    asked.code,
    asked.message,
    asked.units,
    asked.previous_units,
    CASE WHEN asked.confirmed THEN $now::TIMESTAMP END AS confirmed_at
FROM (
    SELECT
        unnest($cip13s::TEXT[]) AS cip13,
        unnest($codes::TEXT[]) AS code,
        unnest($messages::TEXT[]) AS message,
        unnest($units::INTEGER[]) AS units,
        unnest($previous::INTEGER[]) AS previous_units,
        unnest($confirmed::BOOLEAN[]) AS confirmed
) AS asked
INNER JOIN declaration ON declaration.receipt_id = $receipt_id
ON CONFLICT (declaration_id, cip13) DO UPDATE SET
    confirmed_at = coalesce(declaration_question.confirmed_at, excluded.confirmed_at);
