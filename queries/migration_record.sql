-- One row per migration: records that it is applied.
INSERT INTO schema_migration (name)
VALUES ($name);
