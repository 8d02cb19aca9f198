-- One row per API token of that id: when it last opened the door.
UPDATE api_token
SET last_used_at = $now
WHERE token_id = $token_id;
