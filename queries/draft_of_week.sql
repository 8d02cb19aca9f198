-- One row per saving of a field not yet declared, in no order; by one device when it is told.
SELECT
    field,
    typed,
    saved_at,
    device,
    draft_id
FROM draft
WHERE
    finess = $finess
    AND week = $week
    AND (device = $device OR $device = '');
