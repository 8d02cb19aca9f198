-- One row per backup that is no longer where it was: forgotten.
DELETE FROM backup_copy
WHERE path = $path;
