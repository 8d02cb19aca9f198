-- Shortages of supply (« ruptures constatées »), append-only. One open shortage at most per pharmacy × product.
-- product_name is the name of the day: the public medicines database is replaced whole.
CREATE TABLE shortage (
    shortage_id TEXT PRIMARY KEY,
    finess TEXT NOT NULL,
    cip13 TEXT NOT NULL,
    product_name TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL
);

CREATE INDEX shortage_finess ON shortage (finess);

-- One row per act. Each carries the shortage whole as it stands after it, so that the last one is the
-- current state and older ones can be erased. kind: declared, updated, answered, confirmed, closed,
-- withdrawn. state: open, answered, closed, withdrawn.
-- The key makes two acts at once one before the other: the second finds the first and is tried again.
CREATE TABLE shortage_event (
    shortage_id TEXT NOT NULL,
    step INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    author TEXT NOT NULL,
    -- NULL: never supplied.
    last_supply DATE,
    distributors INTEGER NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    reason TEXT NOT NULL,
    -- Tests or doses of a campaign's product, boxes of any other presentation.
    missing_units INTEGER NOT NULL,
    answer TEXT NOT NULL,
    expected_on DATE,
    redelivered_on DATE,
    PRIMARY KEY (shortage_id, step)
);

-- Name and label of each presentation, in small letters without accents, for the search by words.
-- Kept apart and ready: 3 to 20 ms of CPU a search on 20,903 rows, against 80 to 160 computed each time.
CREATE TABLE presentation_words (
    cip13 TEXT PRIMARY KEY,
    words TEXT NOT NULL
);

INSERT INTO presentation_words (cip13, words)
SELECT
    cip13,
    translate(lower(name || ' ' || label), 'àâäéèêëîïôöùûüç', 'aaaeeeeiioouuuc')
FROM presentation;
