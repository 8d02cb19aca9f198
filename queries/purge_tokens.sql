-- One row per token revoked longer ago than the retention, or of a pharmacy closed longer: erased.
DELETE FROM api_token
WHERE
    revoked_at < $before
    OR finess IN (
        SELECT finess FROM pharmacy
        WHERE closed_on < $week
    );
