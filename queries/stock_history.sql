-- One row per week × item that somebody in the area spoke of, from one week to another.
SELECT
    week,
    item_level,
    item,
    cast(sum(units) AS BIGINT) AS units,
    cast(sum(declarants) AS BIGINT) AS declarants,
    cast(sum(at_zero) AS BIGINT) AS at_zero,
    cast(sum(not_stocked) AS BIGINT) AS not_stocked
FROM week_aggregate
WHERE
    week BETWEEN $first AND $last
    AND item IN (SELECT unnest($items::TEXT[]))
    AND department_code IN (SELECT unnest($departments::TEXT[]))
GROUP BY week, item_level, item
ORDER BY week NULLS LAST, item_level NULLS LAST, item NULLS LAST;
