-- One row per store: how many presentations of the public medicines database are loaded.
SELECT count(*) AS presentations
FROM presentation;
