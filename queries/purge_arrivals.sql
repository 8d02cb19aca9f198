-- One row per arrival from an identity provider older than the retention: erased.
DELETE FROM oidc_arrival
WHERE used_at < $before;
