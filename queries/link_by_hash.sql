-- One row per link of that hash: at most one, used and expired ones included.
SELECT
    link_sha256,
    account_name,
    finess,
    email,
    purpose,
    expires_at,
    used_at
FROM one_time_link
WHERE link_sha256 = $link_sha256;
