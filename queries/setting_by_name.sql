-- One row per setting of that name: at most one.
SELECT content
FROM setting
WHERE name = $name;
