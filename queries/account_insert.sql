-- One row per new account.
INSERT INTO account (name, display_name, role, finess, email, password_hash, created_at, locked)
VALUES ($name, $display_name, $role, $finess, $email, $password_hash, $now, FALSE);
