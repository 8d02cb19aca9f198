-- Reminders by e-mail, one row per pharmacy × week × rank in the week, written before the letter leaves:
-- the key makes two runs at once one before the other. outcome: NULL while the letter leaves, and for ever
-- when the run was cut there (it may have left: it is never sent again); then 'sent' or 'refused'.
CREATE TABLE reminder (
    finess TEXT NOT NULL,
    week DATE NOT NULL,
    rank_in_week INTEGER NOT NULL,
    written_at TIMESTAMP NOT NULL,
    outcome TEXT,
    PRIMARY KEY (finess, week, rank_in_week)
);
