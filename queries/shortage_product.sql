-- One row per presentation of the public medicines database with that code: one at most.
SELECT
    cip13,
    name,
    label,
    stopped,
    mitm
FROM presentation
WHERE cip13 = $cip13;
