-- Sessions that say where they come from and end when idle; login tries, counted for a day.
-- Those opened before carry none of this: they end here, and everybody logs in once more.
DROP TABLE session;

CREATE TABLE session (
    token_sha256 TEXT PRIMARY KEY,
    -- What the person's own list names: drawn apart from the token.
    session_id TEXT NOT NULL,
    account_name TEXT NOT NULL,
    -- The role and the password it was opened under: another one of either ends it.
    role TEXT NOT NULL,
    password_mark TEXT NOT NULL,
    -- « Firefox sous Windows » and 81.23.45.x: enough to recognise, not to follow.
    device TEXT NOT NULL,
    network TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);

DROP TABLE login_ticket;

-- A login that succeeded in the page, waiting 30 s to be traded by the same browser for its cookie.
CREATE TABLE login_ticket (
    ticket_sha256 TEXT PRIMARY KEY,
    account_name TEXT NOT NULL,
    browser_sha256 TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);

-- A browser that has logged in to an account before.
CREATE TABLE known_device (
    device_sha256 TEXT NOT NULL,
    account_name TEXT NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (device_sha256, account_name)
);

-- Appended for each login: a try before the password is checked, a success after, or a promise
-- to serve at retry_at. Names are hashed: people type their password there. Kept one day.
CREATE TABLE login_attempt (
    happened_at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    account_key TEXT NOT NULL,
    -- The known device, or else the address.
    path_key TEXT NOT NULL,
    -- Empty on a path the account trusts, whose tries never count against strangers.
    address TEXT NOT NULL,
    retry_at TIMESTAMP
);
