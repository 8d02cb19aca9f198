-- One row per request to be tied to a pharmacy, unanswered longer than the retention: erased.
DELETE FROM oidc_request
WHERE asked_at < $before;
