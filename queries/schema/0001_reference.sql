-- Reference data: territory, pharmacies, products, campaigns. Common to DuckDB and PostgreSQL.
-- No foreign keys: DuckDB turns an UPDATE of a referenced row into delete + insert and refuses it;
-- the imports check the links and `check` proves them.
CREATE TABLE region (
    region_code TEXT PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE department (
    department_code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    region_code TEXT NOT NULL,
    population INTEGER NOT NULL,
    zone TEXT NOT NULL
);

-- territory_code is where the pharmacy stands (977, 978 included); department_code is where it is published.
-- owner_key groups the pharmacies of one owner: the unit of statistical secrecy.
CREATE TABLE pharmacy (
    finess TEXT PRIMARY KEY,
    finess_ej TEXT,
    owner_key TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT,
    postcode TEXT,
    city TEXT,
    territory_code TEXT NOT NULL,
    department_code TEXT NOT NULL,
    opened_on DATE,
    closed_on DATE,
    updated_on DATE,
    email TEXT
);

-- family: 'tests' or 'vaccins'. pack_size: units (doses, tests) in one box.
CREATE TABLE product (
    cip13 TEXT PRIMARY KEY,
    cip7 TEXT,
    name TEXT NOT NULL,
    family TEXT NOT NULL,
    maker TEXT,
    presentation TEXT,
    pack_size INTEGER NOT NULL,
    marketed_from DATE,
    marketed_until DATE,
    demo BOOLEAN NOT NULL,
    source TEXT
);

CREATE TABLE campaign (
    campaign_id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL
);

CREATE TABLE campaign_product (
    campaign_id TEXT NOT NULL,
    cip13 TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (campaign_id, cip13)
);

-- The public medicines database (BDPM), one row per presentation.
CREATE TABLE presentation (
    cip13 TEXT PRIMARY KEY,
    cip7 TEXT NOT NULL,
    cis TEXT NOT NULL,
    name TEXT NOT NULL,
    label TEXT NOT NULL,
    marketed_state TEXT,
    stopped BOOLEAN NOT NULL,
    mitm BOOLEAN NOT NULL,
    flu_vaccine BOOLEAN NOT NULL
);

-- ANSM's availability notices; cip13 NULL means every presentation of the CIS.
CREATE TABLE ansm_notice (
    cis TEXT NOT NULL,
    cip13 TEXT,
    status_code INTEGER NOT NULL,
    started_on DATE,
    updated_on DATE,
    back_on DATE,
    link TEXT
);

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    content TEXT NOT NULL
);
