-- What an administrator decided of one pharmacy before the FINESS register said it, append-only: the last
-- step counts. kind: 'closed', 'reopened', 'merged' (into successor). A pharmacy closed or merged by hand is
-- not opened again by an extract that still lists it.
CREATE TABLE pharmacy_decision (
    finess TEXT NOT NULL,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    effective_on DATE NOT NULL,
    successor TEXT,
    reason TEXT NOT NULL,
    decided_at TIMESTAMP NOT NULL,
    decided_by TEXT NOT NULL,
    PRIMARY KEY (finess, step)
);
