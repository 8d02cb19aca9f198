-- One row per session that can open nothing and prove nothing any more: erased.
DELETE FROM session
WHERE created_at <= $before;
