-- One row per way in which rows may not hold together, with how many do not.
WITH line AS (
    SELECT
        declaration_id,
        count(*) AS held
    FROM declaration_line
    GROUP BY declaration_id
),

cell AS (
    SELECT
        week,
        revision,
        sum(CASE WHEN status = 'publie' THEN 1 ELSE 0 END) AS published,
        sum(CASE WHEN status = 'secret' THEN 1 ELSE 0 END) AS withheld,
        sum(CASE WHEN status = 'sans_donnee' THEN 1 ELSE 0 END) AS vacant
    FROM release_cell
    GROUP BY week, revision
)

SELECT
    'lignes sans leur déclaration' AS fault,
    count(*) AS found
FROM declaration_line AS line
WHERE NOT EXISTS (SELECT 1 FROM declaration WHERE declaration.declaration_id = line.declaration_id)
UNION ALL
SELECT
    'déclarations dont le nombre de lignes ne correspond pas' AS fault,
    count(*) AS found
FROM declaration
LEFT JOIN line ON declaration.declaration_id = line.declaration_id
WHERE coalesce(line.held, 0) <> declaration.line_count
UNION ALL
SELECT
    'lignes dont l''état et la quantité se contredisent' AS fault,
    count(*) AS found
FROM declaration_line
WHERE NOT (state = 'quantity' AND units >= 0 OR state = 'not_stocked' AND units IS NULL) OR (state = 'quantity' AND units IS NULL)
UNION ALL
SELECT
    'lignes d''un produit inconnu' AS fault,
    count(*) AS found
FROM declaration_line AS line
WHERE NOT EXISTS (SELECT 1 FROM product WHERE product.cip13 = line.cip13)
UNION ALL
SELECT
    'déclarations d''une officine inconnue' AS fault,
    count(*) AS found
FROM declaration
WHERE NOT EXISTS (SELECT 1 FROM pharmacy WHERE pharmacy.finess = declaration.finess)
UNION ALL
SELECT
    'questions sans leur déclaration' AS fault,
    count(*) AS found
FROM declaration_question AS question
WHERE NOT EXISTS (SELECT 1 FROM declaration WHERE declaration.declaration_id = question.declaration_id)
UNION ALL
SELECT
    'états de publication sans leur déclaration' AS fault,
    count(*) AS found
FROM release_member AS member
WHERE NOT EXISTS (SELECT 1 FROM declaration WHERE declaration.declaration_id = member.declaration_id)
UNION ALL
SELECT
    'états sans leur publication' AS fault,
    count(*) AS found
FROM release_member AS member
WHERE NOT EXISTS (SELECT 1 FROM release WHERE release.week = member.week AND release.revision = member.revision)
UNION ALL
SELECT
    'cellules sans leur publication' AS fault,
    count(*) AS found
FROM release_cell AS cell
WHERE NOT EXISTS (SELECT 1 FROM release WHERE release.week = cell.week AND release.revision = cell.revision)
UNION ALL
SELECT
    'cellules non publiées qui portent un chiffre' AS fault,
    count(*) AS found
FROM release_cell
WHERE status <> 'publie' AND coalesce(units, declarants, estimated_units, estimate_low, estimate_high) IS NOT NULL
UNION ALL
SELECT
    'publications dont le nombre de cellules ne correspond pas' AS fault,
    count(*) AS found
FROM release
LEFT JOIN cell ON release.week = cell.week AND release.revision = cell.revision
WHERE
    coalesce(cell.published, 0) <> release.cells_published
    OR coalesce(cell.withheld, 0) <> release.cells_withheld
    OR coalesce(cell.vacant, 0) <> release.cells_empty
UNION ALL
SELECT
    'ruptures sans aucun acte' AS fault,
    count(*) AS found
FROM shortage
WHERE NOT EXISTS (SELECT 1 FROM shortage_event AS event WHERE event.shortage_id = shortage.shortage_id)
UNION ALL
SELECT
    'actes sans leur rupture' AS fault,
    count(*) AS found
FROM shortage_event AS event
WHERE NOT EXISTS (SELECT 1 FROM shortage WHERE shortage.shortage_id = event.shortage_id)
UNION ALL
SELECT
    'ruptures d''une officine inconnue' AS fault,
    count(*) AS found
FROM shortage
WHERE NOT EXISTS (SELECT 1 FROM pharmacy WHERE pharmacy.finess = shortage.finess)
UNION ALL
SELECT
    'comptes d''une officine inconnue' AS fault,
    count(*) AS found
FROM account
WHERE finess IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pharmacy WHERE pharmacy.finess = account.finess)
UNION ALL
SELECT
    'jetons d''une officine inconnue' AS fault,
    count(*) AS found
FROM api_token AS token
WHERE finess IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pharmacy WHERE pharmacy.finess = token.finess)
UNION ALL
SELECT
    'officines d''un département inconnu' AS fault,
    count(*) AS found
FROM pharmacy
WHERE NOT EXISTS (SELECT 1 FROM department WHERE department.department_code = pharmacy.department_code)
UNION ALL
SELECT
    'départements d''une région inconnue' AS fault,
    count(*) AS found
FROM department
WHERE NOT EXISTS (SELECT 1 FROM region WHERE region.region_code = department.region_code)
UNION ALL
SELECT
    'produits de campagne inconnus' AS fault,
    count(*) AS found
FROM campaign_product AS surveyed
WHERE NOT EXISTS (SELECT 1 FROM product WHERE product.cip13 = surveyed.cip13) OR NOT EXISTS (SELECT 1 FROM campaign WHERE campaign.campaign_id = surveyed.campaign_id)
UNION ALL
SELECT
    'déclarations qu''un effacement a dit effacées' AS fault,
    count(*) AS found
FROM declaration
WHERE week < (SELECT erased_before FROM purge_record ORDER BY number DESC NULLS LAST LIMIT 1);
