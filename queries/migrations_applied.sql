-- One row per migration already applied.
SELECT name
FROM schema_migration
ORDER BY name NULLS LAST;
