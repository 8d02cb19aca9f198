-- One row per account of a role that is not locked.
SELECT name
FROM account
WHERE role = $role AND NOT locked
ORDER BY name NULLS LAST;
