-- One row per department for one week and one item; units and the counts are NULL where nobody spoke of it,
-- respondents and active are NULL when the week was never aggregated.
SELECT
    department.department_code,
    department.name,
    week_aggregate.units,
    week_aggregate.declarants,
    week_aggregate.at_zero,
    week_aggregate.not_stocked,
    week_response.respondents,
    week_response.active
FROM department
LEFT JOIN week_aggregate
    ON
        department.department_code = week_aggregate.department_code
        AND week_aggregate.week = $week
        AND week_aggregate.item_level = $item_level
        AND week_aggregate.item = $item
LEFT JOIN week_response
    ON
        department.department_code = week_response.department_code
        AND week_response.week = $week
ORDER BY department.department_code NULLS LAST;
