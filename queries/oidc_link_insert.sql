-- One row per identity linked, by an administrator or by a verified e-mail.
INSERT INTO oidc_link (
    identity, provider, display_name, reference, finess, account_name, linked_at, linked_by
)
VALUES (
    $identity, $provider, $display_name, $reference, $finess, $account_name, $now, $linked_by
);
