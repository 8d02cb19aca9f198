-- Frozen releases: append-only. The ministry's pages read these two tables and nothing else.
CREATE TABLE release (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    published_at TIMESTAMP NOT NULL,
    published_by TEXT NOT NULL,
    state_sha256 TEXT NOT NULL,
    policy_sha256 TEXT NOT NULL,
    audit_sha256 TEXT NOT NULL,
    cells_published INTEGER NOT NULL,
    cells_withheld INTEGER NOT NULL,
    cells_empty INTEGER NOT NULL,
    PRIMARY KEY (week, revision)
);

-- status: publie, secret, sans_donnee. Every figure is NULL unless the status is publie.
CREATE TABLE release_cell (
    week DATE NOT NULL,
    revision INTEGER NOT NULL,
    area_level TEXT NOT NULL,
    area_code TEXT NOT NULL,
    area_name TEXT NOT NULL,
    item_level TEXT NOT NULL,
    item TEXT NOT NULL,
    family TEXT NOT NULL,
    item_label TEXT NOT NULL,
    status TEXT NOT NULL,
    units BIGINT,
    data_of DATE,
    declarants INTEGER,
    active INTEGER,
    estimated_units BIGINT,
    estimate_low BIGINT,
    estimate_high BIGINT,
    days_of_supply DOUBLE PRECISION
);
