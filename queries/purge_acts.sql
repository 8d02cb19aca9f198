-- One row per administrative act older than the register's own duration: erased.
DELETE FROM audit_log
WHERE happened_at < $registers;
