-- One row per person who waits for a link; asking again refreshes the request.
INSERT INTO oidc_request (identity, provider, display_name, reference, told, asked_at)
VALUES ($identity, $provider, $display_name, $reference, $told, $now)
ON CONFLICT (identity) DO UPDATE SET
    display_name = excluded.display_name,
    reference = excluded.reference,
    told = excluded.told,
    asked_at = excluded.asked_at;
