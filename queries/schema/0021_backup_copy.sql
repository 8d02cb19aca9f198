-- One row per backup that an operator asked for outside the portal's own folder: a purge goes there too.
CREATE TABLE backup_copy (
    path TEXT PRIMARY KEY,
    made_at TIMESTAMP NOT NULL
);
