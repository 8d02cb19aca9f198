-- One row per shortage whose acts are all erased.
DELETE FROM shortage
WHERE NOT EXISTS (
    SELECT 1 FROM shortage_event AS event
    WHERE event.shortage_id = shortage.shortage_id
);
