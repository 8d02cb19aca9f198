-- One row per question of an invented declaration, answered « c'est exact » or not.
INSERT INTO declaration_question (declaration_id, cip13, code, message, units, confirmed_at)
SELECT
    asked.declaration_id,
    asked.cip13,
    asked.code,
    asked.message,
    asked.units,
    CASE WHEN asked.confirmed THEN $now::TIMESTAMP END AS confirmed_at
FROM (
    SELECT
        unnest($declarations::BIGINT[]) AS declaration_id,
        unnest($cip13s::TEXT[]) AS cip13,
        unnest($codes::TEXT[]) AS code,
        unnest($messages::TEXT[]) AS message,
        unnest($units::INTEGER[]) AS units,
        unnest($confirmed::BOOLEAN[]) AS confirmed
) AS asked;
