-- One row per aggregated week: how many of the area's pharmacies answered, from one week to another.
SELECT
    week,
    cast(sum(respondents) AS BIGINT) AS respondents,
    cast(sum(active) AS BIGINT) AS active
FROM week_response
WHERE
    week BETWEEN $first AND $last
    AND department_code IN (SELECT unnest($departments::TEXT[]))
GROUP BY week
ORDER BY week NULLS LAST;
