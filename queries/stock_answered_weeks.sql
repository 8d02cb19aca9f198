-- One row per aggregated week that at least one pharmacy answered, with how many did; the latest first.
SELECT
    week,
    cast(sum(respondents) AS BIGINT) AS respondents
FROM week_response
GROUP BY week
HAVING sum(respondents) > 0
ORDER BY week DESC NULLS LAST;
