-- One row per week asked: what its aggregate holds.
WITH cell AS (
    SELECT count(*) AS cells
    FROM week_aggregate
    WHERE week = $week
)

SELECT
    cell.cells,
    cast(coalesce(sum(week_response.respondents), 0) AS BIGINT) AS respondents,
    cast(coalesce(sum(week_response.active), 0) AS BIGINT) AS active
FROM cell
LEFT JOIN week_response ON week_response.week = $week
GROUP BY cell.cells;
