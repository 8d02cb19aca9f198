-- One row per live session of that account under that public name: ended.
UPDATE session
SET ended_at = $now
WHERE session_id = $session_id AND account_name = $account_name AND ended_at IS NULL
RETURNING session_id;
