-- One row at most: a presentation of the public medicines database, by its code.
SELECT
    cip13,
    name,
    label,
    stopped,
    mitm
FROM presentation
WHERE cip13 = $cip13;
