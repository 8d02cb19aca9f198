-- One row per letter that left for one pharmacy, the latest first. kind: invitation, password or figure.
-- week: the one that a letter is about, NULL for those of the account.
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
ORDER BY sent_at DESC NULLS LAST, kind NULLS LAST;
