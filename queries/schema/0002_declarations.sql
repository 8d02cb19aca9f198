-- Declarations are append-only and replaced whole: the current one of a pharmacy's week
-- is max(declaration_id) on the header (docs/adr/0002).
CREATE SEQUENCE declaration_seq START 1;

CREATE TABLE declaration (
    declaration_id BIGINT PRIMARY KEY,
    receipt_id TEXT NOT NULL UNIQUE,
    finess TEXT NOT NULL,
    week DATE NOT NULL,
    received_at TIMESTAMP NOT NULL,
    channel TEXT NOT NULL,
    author TEXT NOT NULL,
    line_count INTEGER NOT NULL
);

-- state: 'quantity' (units >= 0; 0 is a rupture) or 'not_stocked' (units NULL). No row: not declared.
-- boxes: what was typed when the pharmacist counted boxes. No key: 4.6 times the size (design.md, Store).
CREATE TABLE declaration_line (
    declaration_id BIGINT NOT NULL,
    cip13 TEXT NOT NULL,
    state TEXT NOT NULL,
    units INTEGER,
    boxes INTEGER,
    unchanged BOOLEAN NOT NULL
);

-- One row per department × item of each aggregated week; item_level: produit, famille, ensemble.
CREATE TABLE week_aggregate (
    week DATE NOT NULL,
    department_code TEXT NOT NULL,
    item_level TEXT NOT NULL,
    item TEXT NOT NULL,
    units BIGINT NOT NULL,
    declarants INTEGER NOT NULL,
    at_zero INTEGER NOT NULL,
    not_stocked INTEGER NOT NULL
);

-- One row per department of each aggregated week: the denominators.
CREATE TABLE week_response (
    week DATE NOT NULL,
    department_code TEXT NOT NULL,
    respondents INTEGER NOT NULL,
    active INTEGER NOT NULL
);

-- Which state of the declarations an aggregated week was computed from. The count beside the id:
-- an id drawn first may be committed last, after the aggregate was computed.
CREATE TABLE week_state (
    week DATE PRIMARY KEY,
    last_declaration_id BIGINT NOT NULL,
    declaration_count BIGINT NOT NULL,
    computed_at TIMESTAMP NOT NULL
);
