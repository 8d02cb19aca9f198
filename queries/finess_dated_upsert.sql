-- One row per setting written: the day of the last FINESS extract that was taken.
INSERT INTO setting (name, content)
VALUES ('finess_dated', $dated)
ON CONFLICT (name) DO UPDATE SET content = excluded.content;
