-- One row per request answered: at most one.
DELETE FROM oidc_request
WHERE identity = $identity;
