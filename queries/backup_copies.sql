-- One row per backup kept outside the portal's folder.
SELECT
    path,
    made_at
FROM backup_copy
ORDER BY made_at NULLS LAST, path NULLS LAST;
