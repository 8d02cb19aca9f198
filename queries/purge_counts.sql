-- One row per kind of data, with how many of its rows a purge would erase.
SELECT
    'lignes' AS kind,
    count(*) AS erased
FROM declaration_line
WHERE
    declaration_id IN (
        SELECT declaration_id FROM declaration
        WHERE week < $week
    )
UNION ALL
SELECT
    'questions' AS kind,
    count(*) AS erased
FROM declaration_question
WHERE
    declaration_id IN (
        SELECT declaration_id FROM declaration
        WHERE week < $week
    )
UNION ALL
SELECT
    'etats' AS kind,
    count(*) AS erased
FROM release_member
WHERE
    declaration_id IN (
        SELECT declaration_id FROM declaration
        WHERE week < $week
    )
UNION ALL
SELECT
    'chiffres_ecartes' AS kind,
    count(*) AS erased
FROM release_excluded
WHERE
    declaration_id IN (
        SELECT declaration_id FROM declaration
        WHERE week < $week
    )
UNION ALL
SELECT
    'decisions' AS kind,
    count(*) AS erased
FROM figure_decision
WHERE week < $week
UNION ALL
SELECT
    'courriels_de_chiffre' AS kind,
    count(*) AS erased
FROM figure_letter
WHERE week < $week
UNION ALL
SELECT
    'relances' AS kind,
    count(*) AS erased
FROM reminder
WHERE week < $week
UNION ALL
SELECT
    'declarations' AS kind,
    count(*) AS erased
FROM declaration
WHERE week < $week
UNION ALL
SELECT
    'brouillons' AS kind,
    count(*) AS erased
FROM draft
WHERE week < $week
UNION ALL
SELECT
    'secrets' AS kind,
    count(*) AS erased
FROM release_secret
WHERE week < $week
UNION ALL
SELECT
    'feuilles' AS kind,
    count(*) AS erased
FROM held_leaf
WHERE week < $week
UNION ALL
SELECT
    'ruptures' AS kind,
    count(*) AS erased
FROM shortage_event
WHERE happened_at < $before
UNION ALL
SELECT
    'totaux' AS kind,
    count(*) AS erased
FROM week_aggregate
WHERE
    week < $week
    AND EXISTS (
        SELECT 1 FROM week_aggregate AS thin
        WHERE
            thin.week = week_aggregate.week
            AND thin.department_code = week_aggregate.department_code
            AND thin.declarants BETWEEN 1 AND 2
    )
UNION ALL
SELECT
    'produits' AS kind,
    count(*) AS erased
FROM pharmacy_product
WHERE
    finess IN (
        SELECT finess FROM pharmacy
        WHERE closed_on < $week
    )
UNION ALL
SELECT
    'courriels' AS kind,
    count(*) AS erased
FROM pharmacy
WHERE
    closed_on < $week AND (email IS NOT NULL OR telephone IS NOT NULL)
UNION ALL
SELECT
    'comptes' AS kind,
    count(*) AS erased
FROM account
WHERE
    role = 'pharmacist'
    AND finess IN (
        SELECT finess FROM pharmacy
        WHERE closed_on < $week
    )
UNION ALL
SELECT
    'jetons' AS kind,
    count(*) AS erased
FROM api_token
WHERE
    revoked_at < $before
    OR finess IN (
        SELECT finess FROM pharmacy
        WHERE closed_on < $week
    )
UNION ALL
SELECT
    'liens' AS kind,
    count(*) AS erased
FROM one_time_link
WHERE expires_at < $before
UNION ALL
SELECT
    'identites' AS kind,
    count(*) AS erased
FROM oidc_link
WHERE
    finess IN (
        SELECT finess FROM pharmacy
        WHERE closed_on < $week
    )
UNION ALL
SELECT
    'demandes' AS kind,
    count(*) AS erased
FROM oidc_request
WHERE asked_at < $before
UNION ALL
SELECT
    'arrivees' AS kind,
    count(*) AS erased
FROM oidc_arrival
WHERE used_at < $before
UNION ALL
SELECT
    'lettres' AS kind,
    count(*) AS erased
FROM release_letter
WHERE sent_at < $before
UNION ALL
SELECT
    'acces' AS kind,
    count(*) AS erased
FROM access_log
WHERE happened_at < $registers
UNION ALL
SELECT
    'actes' AS kind,
    count(*) AS erased
FROM audit_log
WHERE happened_at < $registers
UNION ALL
SELECT
    'cles' AS kind,
    count(*) AS erased
FROM idempotency_key
WHERE created_at <= $keys;
