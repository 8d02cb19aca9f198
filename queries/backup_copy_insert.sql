-- One row per backup kept outside the portal's folder; the same path again is the newer file.
INSERT INTO backup_copy (path, made_at)
VALUES ($path, $now)
ON CONFLICT (path) DO UPDATE SET made_at = excluded.made_at;
