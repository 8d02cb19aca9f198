-- One row per declared line of one pharmacy, corrections included, the latest declaration first.
SELECT
    declaration.week,
    declaration.receipt_id,
    declaration.received_at,
    declaration.channel,
    declaration.author,
    line.cip13,
    product.name AS product,
    line.state,
    line.units,
    line.boxes,
    line.unchanged
FROM declaration
INNER JOIN declaration_line AS line ON declaration.declaration_id = line.declaration_id
LEFT JOIN product ON line.cip13 = product.cip13
WHERE declaration.finess = $finess
ORDER BY declaration.week DESC NULLS LAST, declaration.declaration_id DESC NULLS LAST, line.cip13 NULLS LAST;
