-- What was asked about a figure as a declaration was sent, and « c'est exact » when it was said.
-- For the analyst: a confirmed surprise is a fact, an unconfirmed one may be a typing error.
CREATE TABLE declaration_question (
    declaration_id BIGINT NOT NULL,
    cip13 TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    units INTEGER NOT NULL,
    previous_units INTEGER,
    confirmed_at TIMESTAMP,
    PRIMARY KEY (declaration_id, cip13)
);

-- How far the stocks of each product moved over a week among the pharmacies that counted it twice:
-- median and MAD of ln(this week / last week), from 20 pairs on. Kept, because it costs 30 ms.
CREATE TABLE peer_move (
    week DATE NOT NULL,
    cip13 TEXT NOT NULL,
    pairs BIGINT NOT NULL,
    median DOUBLE PRECISION NOT NULL,
    mad DOUBLE PRECISION NOT NULL
);

-- When the moves of a week were computed; a week without enough pairs has a row here and none above.
CREATE TABLE peer_week (
    week DATE PRIMARY KEY,
    computed_at TIMESTAMP NOT NULL
);
