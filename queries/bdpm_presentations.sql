-- One row per presentation known.
SELECT
    cip13,
    cip7,
    cis,
    name,
    label,
    marketed_state,
    stopped,
    mitm,
    flu_vaccine
FROM presentation
ORDER BY cip13 NULLS LAST;
