-- One row: how many pharmacies and declarations the store holds.
SELECT
    (SELECT count(*) FROM pharmacy) AS pharmacies,
    (SELECT count(*) FROM declaration) AS declarations;
