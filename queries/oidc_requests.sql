-- One row per person who waits for a link, the oldest first.
SELECT
    identity,
    provider,
    display_name,
    reference,
    told,
    asked_at
FROM oidc_request
ORDER BY asked_at NULLS LAST, identity NULLS LAST;
