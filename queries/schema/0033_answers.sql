-- One row per declaration that answers its week: it has lines, and no later one without any takes them back.
-- There are next to none of those; several rows for a week that was corrected.
CREATE VIEW answer AS
SELECT
    declaration.finess,
    declaration.week,
    declaration.declaration_id
FROM declaration
LEFT JOIN declaration AS emptied
    ON
        declaration.finess = emptied.finess
        AND declaration.week = emptied.week
        AND declaration.declaration_id < emptied.declaration_id
        AND emptied.line_count = 0
WHERE
    declaration.line_count > 0
    AND emptied.finess IS NULL;
