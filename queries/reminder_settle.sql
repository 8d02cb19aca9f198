-- One row per reminder that the mail server has just taken or refused.
UPDATE reminder
SET outcome = $outcome
WHERE finess = $finess AND week = $week AND rank_in_week = $rank_in_week;
