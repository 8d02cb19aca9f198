-- What is typed before it is sent, and how each pharmacy arranges its form.
-- Appended, the later wins per field: upserts of one key conflict (docs/adr/0002). Gone once declared.
CREATE SEQUENCE draft_seq START 1;

-- field: 'units:<cip13>', 'absent:<cip13>', 'same:<cip13>', 'count:<family>'. device: the login session.
CREATE TABLE draft (
    draft_id BIGINT NOT NULL,
    finess TEXT NOT NULL,
    week DATE NOT NULL,
    field TEXT NOT NULL,
    typed TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    device TEXT NOT NULL
);

-- The products a pharmacy has arranged: those it does not stock, and its own order.
CREATE TABLE pharmacy_product (
    finess TEXT NOT NULL,
    cip13 TEXT NOT NULL,
    position INTEGER NOT NULL,
    not_stocked BOOLEAN NOT NULL,
    PRIMARY KEY (finess, cip13)
);
