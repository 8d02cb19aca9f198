-- One row per restore from a backup taken before releases whose files are out: their weeks, by commas.
SELECT detail
FROM audit_log
WHERE action = 'restore' AND detail <> ''
ORDER BY happened_at NULLS LAST, detail NULLS LAST;
