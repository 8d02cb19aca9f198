-- One row per store: what it holds.
SELECT
    (SELECT count(*) FROM pharmacy WHERE closed_on IS NULL) AS pharmacies,
    (SELECT count(*) FROM account) AS accounts,
    (SELECT count(*) FROM declaration) AS declarations,
    (SELECT count(DISTINCT week) FROM release) AS releases;
