-- One row per look at individual data older than the register's own duration: erased.
DELETE FROM access_log
WHERE happened_at < $registers;
