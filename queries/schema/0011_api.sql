-- The HTTP API. A token without finess is a person's of the Ordre or the ministry: it reads releases.
ALTER TABLE api_token ALTER COLUMN finess DROP NOT NULL;

-- One row per Idempotency-Key that declared, kept as hashes: a retry finds its receipt, whatever came since.
-- The content is hashed with the key: alone, its few small numbers could be found by guessing.
CREATE TABLE idempotency_key (
    finess TEXT NOT NULL,
    key_sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    receipt_id TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (finess, key_sha256)
);
