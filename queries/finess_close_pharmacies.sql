-- One row per pharmacy that vanished from the extract: closed on a day, its history kept.
UPDATE pharmacy
SET closed_on = $closed_on::DATE
WHERE
    finess IN (SELECT unnest($finesses::TEXT[]) AS finess)
    AND closed_on IS NULL;
