-- One row per purge, in order.
SELECT
    number,
    purged_at,
    erased_before,
    content,
    signature,
    public_key
FROM purge_record
ORDER BY number NULLS LAST;
