-- One row per link in force, the latest first.
SELECT
    oidc_link.identity,
    oidc_link.provider,
    oidc_link.display_name,
    oidc_link.reference,
    oidc_link.finess,
    oidc_link.account_name,
    oidc_link.linked_at,
    oidc_link.linked_by,
    pharmacy.name AS pharmacy_name
FROM oidc_link
LEFT JOIN pharmacy ON oidc_link.finess = pharmacy.finess
ORDER BY oidc_link.linked_at DESC NULLS LAST, oidc_link.identity ASC NULLS LAST;
