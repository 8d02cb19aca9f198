-- One row per account of the Ordre that an identity may be linked to.
SELECT name
FROM account
WHERE role IN ('analyst', 'admin')
ORDER BY name NULLS LAST;
