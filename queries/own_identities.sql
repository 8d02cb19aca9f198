-- One row per person of an identity provider tied to one pharmacy.
SELECT
    provider,
    display_name,
    reference,
    linked_at
FROM oidc_link
WHERE finess = $finess
ORDER BY linked_at NULLS LAST;
