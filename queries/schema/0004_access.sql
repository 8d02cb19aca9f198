-- Who may enter, and what was done. Secrets are stored as hashes only.
CREATE TABLE account (
    name TEXT PRIMARY KEY,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    finess TEXT,
    email TEXT,
    password_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    locked BOOLEAN NOT NULL
);

CREATE TABLE session (
    token_sha256 TEXT PRIMARY KEY,
    account_name TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);

-- A login that succeeded in the page, waiting 30 s to be traded for an HttpOnly cookie.
CREATE TABLE login_ticket (
    ticket_sha256 TEXT PRIMARY KEY,
    account_name TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

-- Administrative acts, append-only.
CREATE TABLE audit_log (
    happened_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);

-- Every look at individual data, append-only: who, when, which pharmacies, why.
CREATE TABLE access_log (
    happened_at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    subject TEXT NOT NULL,
    purpose TEXT NOT NULL
);
