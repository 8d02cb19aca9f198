-- One row per live session kept across a change of password: under the new one from now on.
UPDATE session
SET password_mark = $password_mark
WHERE account_name = $account_name AND token_sha256 = $token_sha256 AND ended_at IS NULL;
