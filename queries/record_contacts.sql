-- One row per letter that left for one pharmacy, the latest first. kind: invitation, password, figure or
-- reminder. week: the one that a letter is about, NULL for those of the account.
SELECT
    one_time_link.sent_at,
    one_time_link.purpose AS kind,
    cast(NULL AS DATE) AS week,
    '' AS product_name,
    '' AS sent_by
FROM one_time_link
WHERE one_time_link.finess = $finess AND one_time_link.sent_at IS NOT NULL
UNION ALL
SELECT
    figure_letter.sent_at,
    'figure' AS kind,
    figure_letter.week,
    product.name AS product_name,
    figure_letter.sent_by
FROM figure_letter
INNER JOIN product ON figure_letter.cip13 = product.cip13
WHERE figure_letter.finess = $finess
UNION ALL
SELECT
    reminder.written_at AS sent_at,
    'reminder' AS kind,
    reminder.week,
    '' AS product_name,
    '' AS sent_by
FROM reminder
-- Cut while it left, it may have arrived; refused, it did not.
WHERE reminder.finess = $finess AND (reminder.outcome IS NULL OR reminder.outcome = 'sent')
ORDER BY sent_at DESC NULLS LAST, kind NULLS LAST;
