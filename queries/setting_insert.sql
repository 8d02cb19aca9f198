-- One row per new setting; one already there is left alone.
INSERT INTO setting (name, content)
VALUES ($name, $content)
ON CONFLICT DO NOTHING;
