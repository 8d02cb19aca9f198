-- One-time links sent by e-mail. purpose: 'invitation' (the account is created when the link is used)
-- or 'password'. Only the link's SHA-256 is kept; sent_at stays NULL until the mail server took the mail.
CREATE TABLE one_time_link (
    link_sha256 TEXT PRIMARY KEY,
    account_name TEXT NOT NULL,
    finess TEXT,
    email TEXT NOT NULL,
    purpose TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    used_at TIMESTAMP
);

-- Tokens of the pharmacies' software for the HTTP API. account_name: who made it, NULL from a command.
CREATE TABLE api_token (
    token_id TEXT PRIMARY KEY,
    finess TEXT NOT NULL,
    account_name TEXT,
    label TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    revoked_at TIMESTAMP,
    token_sha256 TEXT NOT NULL UNIQUE
);
