-- One row per aggregated week that at least one pharmacy answered, the latest first.
SELECT week
FROM week_response
GROUP BY week
HAVING sum(respondents) > 0
ORDER BY week DESC NULLS LAST;
