-- One row per link of that identity: at most one.
SELECT
    finess,
    account_name
FROM oidc_link
WHERE identity = $identity;
