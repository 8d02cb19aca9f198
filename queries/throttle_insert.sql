-- One row per login event: a try, a success, or a promise.
INSERT INTO login_attempt (happened_at, kind, account_key, path_key, address, retry_at)
VALUES ($now, $kind, $account_key, $path_key, $address, $retry_at);
