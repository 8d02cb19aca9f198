-- One row per ticket long expired: erased.
DELETE FROM login_ticket
WHERE expires_at <= $before;
