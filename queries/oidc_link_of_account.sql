-- One row per identity linked to that account by that provider.
SELECT identity
FROM oidc_link
WHERE account_name = $account_name AND provider = $provider;
