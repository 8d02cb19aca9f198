-- One row per pharmacy of that FINESS number, at most one: from when until when it is in business.
SELECT
    opened_on,
    closed_on
FROM pharmacy
WHERE finess = $finess;
