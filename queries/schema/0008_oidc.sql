-- The second door: who came through an identity provider (docs/adr/0006). `identity` is the
-- SHA-256 of the provider, its issuer and its subject.

-- A person the provider vouches for and that the portal cannot place alone: an administrator decides.
-- reference: what the administrator recognises the person by (RPPS number, verified e-mail).
-- told: the FINESS numbers given by the provider, none of them an open pharmacy of the register.
CREATE TABLE oidc_request (
    identity TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    display_name TEXT NOT NULL,
    reference TEXT NOT NULL,
    told TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL
);

-- finess for a pharmacist, account_name for the Ordre: one of the two.
CREATE TABLE oidc_link (
    identity TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    display_name TEXT NOT NULL,
    reference TEXT NOT NULL,
    finess TEXT,
    account_name TEXT,
    linked_at TIMESTAMP NOT NULL,
    linked_by TEXT NOT NULL
);

-- One row per arrival already turned into a session: a copied provider's cookie opens nothing twice.
CREATE TABLE oidc_arrival (
    arrival TEXT PRIMARY KEY,
    used_at TIMESTAMP NOT NULL
);
