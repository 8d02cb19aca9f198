-- One row per pharmacy of the list, with the address it is written to from now on.
UPDATE pharmacy
SET email = given.email
FROM (
    SELECT
        unnest($finesses::TEXT[]) AS finess,
        unnest($emails::TEXT[]) AS email
) AS given
WHERE pharmacy.finess = given.finess;
