-- One row per letter about one figure, that the mail server has just taken.
INSERT INTO figure_letter (declaration_id, cip13, finess, week, sent_at, sent_by)
VALUES ($declaration_id, $cip13, $finess, $week, $now, $actor)
ON CONFLICT DO NOTHING;
