-- One row per account of the Ordre with that e-mail address.
SELECT name
FROM account
WHERE lower(email) = $email AND role IN ('analyst', 'admin')
ORDER BY name NULLS LAST;
