-- One row per product known, surveyed or not.
SELECT
    cip13,
    cip7,
    name,
    family,
    maker,
    presentation,
    pack_size,
    marketed_from,
    marketed_until,
    demo,
    source
FROM product
ORDER BY cip13 NULLS LAST;
