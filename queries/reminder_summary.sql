-- One row: the reminders of a week. cut: those whose run was stopped while they left.
SELECT
    count(DISTINCT CASE WHEN outcome = 'sent' THEN finess END) AS pharmacies,
    count(CASE WHEN outcome = 'sent' THEN 1 END) AS sent,
    count(CASE WHEN outcome = 'refused' THEN 1 END) AS refused,
    count(*) - count(outcome) AS cut,
    max(written_at) AS last_at
FROM reminder
WHERE week = $week;
