-- One row per decision about one line of a declaration.
INSERT INTO figure_decision (
    declaration_id, cip13, step, week, verdict, cause, words, decided_at, decided_by
)
VALUES ($declaration_id, $cip13, $step, $week, $verdict, $cause, $words, $now, $actor);
