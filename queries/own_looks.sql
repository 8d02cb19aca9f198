-- One row per look at individual data that one pharmacy was part of: a look at its département's pharmacies
-- begins with the words bound as $department, one at the pharmacy itself names it. Who looked is not said.
SELECT
    happened_at,
    subject,
    purpose
FROM access_log
WHERE
    strpos(subject, $finess) > 0
    OR subject LIKE $department || ',%'
ORDER BY happened_at NULLS LAST;
