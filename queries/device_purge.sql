-- One row per browser not seen for longer than its cookie lives: forgotten.
DELETE FROM known_device
WHERE seen_at <= $before;
