-- One row per link taken away: at most one.
DELETE FROM oidc_link
WHERE identity = $identity;
