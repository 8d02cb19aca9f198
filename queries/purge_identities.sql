-- One row per person of an identity provider tied to a pharmacy closed longer than the retention: erased.
DELETE FROM oidc_link
WHERE finess IN (
    SELECT finess FROM pharmacy
    WHERE closed_on < $week
);
