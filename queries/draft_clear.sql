-- One row per saved field of one pharmacy's week, up to one of them or of one device: deleted.
DELETE FROM draft
WHERE finess = $finess AND week = $week AND (draft_id <= $last OR device = $device);
