-- One row per store: how many pharmacies and declarations it holds.
SELECT
    (SELECT count(*) FROM pharmacy) AS pharmacies,
    (SELECT count(*) FROM declaration) AS declarations;
