-- One row per product of a list whose sale has stopped, by the medicines database.
SELECT cip13
FROM presentation
WHERE
    stopped
    AND cip13 IN (SELECT unnest($cip13s::TEXT[]) AS cip13)
ORDER BY cip13 NULLS LAST;
