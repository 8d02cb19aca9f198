-- One row per kind of data, with how much of it the store holds.
SELECT
    'officines' AS kind,
    count(*) AS held
FROM pharmacy
UNION ALL
SELECT
    'declarations' AS kind,
    count(*) AS held
FROM declaration
UNION ALL
SELECT
    'lignes' AS kind,
    count(*) AS held
FROM declaration_line
UNION ALL
SELECT
    'ruptures' AS kind,
    count(*) AS held
FROM shortage
UNION ALL
SELECT
    'publications' AS kind,
    count(*) AS held
FROM release
UNION ALL
SELECT
    'comptes' AS kind,
    count(*) AS held
FROM account;
