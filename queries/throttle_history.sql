-- One row per try to judge: what the last day holds of its path, its address and its account.
WITH recent AS (
    SELECT
        kind,
        happened_at,
        address,
        retry_at,
        account_key = $account_key AS of_account,
        account_key = $account_key AND path_key = $path_key AS of_path
    FROM login_attempt
    WHERE happened_at > $since AND (account_key = $account_key OR address = $address)
),

marks AS (
    SELECT
        max(CASE WHEN kind = 'try' THEN happened_at END) AS tried_at,
        max(CASE WHEN kind = 'success' THEN happened_at END) AS succeeded_at
    FROM recent
    WHERE of_path
),

counted AS (
    SELECT
        recent.kind,
        recent.happened_at,
        recent.retry_at,
        recent.of_account,
        recent.of_path,
        recent.address,
        recent.of_path
        AND recent.kind = 'try'
        AND (marks.succeeded_at IS NULL OR recent.happened_at > marks.succeeded_at) AS is_own_failure,
        recent.of_path
        AND recent.kind = 'promise'
        AND (marks.tried_at IS NULL OR recent.happened_at > marks.tried_at) AS is_open_promise,
        CASE recent.kind WHEN 'try' THEN 1 WHEN 'success' THEN -1 ELSE 0 END AS failure
    FROM recent
    CROSS JOIN marks
)

SELECT
    coalesce(sum(CASE WHEN is_own_failure THEN 1 ELSE 0 END), 0) AS own_count,
    max(CASE WHEN is_own_failure THEN happened_at END) AS own_last,
    coalesce(sum(CASE WHEN address = $address THEN failure ELSE 0 END), 0) AS address_count,
    max(CASE WHEN address = $address AND kind = 'try' THEN happened_at END) AS address_last,
    coalesce(sum(CASE WHEN of_account AND address <> '' THEN failure ELSE 0 END), 0) AS strangers,
    min(CASE WHEN is_open_promise THEN retry_at END) AS promised
FROM counted;
