-- One row: the latest purge; none before the first.
SELECT
    number,
    purged_at,
    erased_before,
    content,
    signature,
    public_key
FROM purge_record
ORDER BY number DESC NULLS LAST
LIMIT 1;
