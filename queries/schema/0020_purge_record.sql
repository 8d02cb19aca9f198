-- One row per purge: what it erased, signed with the portal's key, each naming the one before. Append-only.
-- content: the JSON that is signed; signature: hexadecimal; public_key: PEM of the key that checks it.
CREATE TABLE purge_record (
    number INTEGER PRIMARY KEY,
    purged_at TIMESTAMP NOT NULL,
    erased_before DATE NOT NULL,
    content TEXT NOT NULL,
    signature TEXT NOT NULL,
    public_key TEXT NOT NULL
);
