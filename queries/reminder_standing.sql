-- One row per pharmacy of that number still in business: whether it has answered the week since, and how often
-- it was written to. Asked again right before each letter.
WITH latest AS (
    SELECT max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week = $week AND finess = $finess
)

SELECT
    pharmacy.finess,
    (
        SELECT count(*)
        FROM declaration
        INNER JOIN latest ON declaration.declaration_id = latest.declaration_id
        WHERE declaration.line_count > 0
    ) > 0 AS answered,
    (
        SELECT count(*)
        FROM reminder
        WHERE reminder.finess = $finess AND reminder.week = $week
    ) AS reminders,
    (
        SELECT max(reminder.written_at)
        FROM reminder
        WHERE reminder.finess = $finess AND reminder.week = $week
    ) AS reminded_at
FROM pharmacy
WHERE
    pharmacy.finess = $finess
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $today);
