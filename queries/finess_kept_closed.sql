-- One row per pharmacy that an administrator's last decision closed.
WITH last_decision AS (
    SELECT
        finess,
        max(step) AS step
    FROM pharmacy_decision
    GROUP BY finess
)

SELECT pharmacy_decision.finess
FROM pharmacy_decision
INNER JOIN last_decision
    ON pharmacy_decision.finess = last_decision.finess AND pharmacy_decision.step = last_decision.step
WHERE pharmacy_decision.kind IN ('closed', 'merged')
ORDER BY pharmacy_decision.finess NULLS LAST;
