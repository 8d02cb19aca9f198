-- One row per declaration of one pharmacy, the latest first; `replaced` when a later one of its week counts.
SELECT
    declaration.receipt_id,
    declaration.week,
    declaration.received_at,
    declaration.author,
    declaration.channel,
    declaration.line_count,
    declaration.declaration_id
    < max(declaration.declaration_id) OVER (PARTITION BY declaration.week) AS replaced,
    declaration.declaration_id
FROM declaration
WHERE declaration.finess = $finess
ORDER BY declaration.week DESC NULLS LAST, declaration.declaration_id DESC NULLS LAST;
