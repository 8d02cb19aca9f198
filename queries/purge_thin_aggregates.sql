-- One row per total of a département's week past retention, when one of them rests on fewer than three: erased.
DELETE FROM week_aggregate
WHERE
    week < $week
    AND EXISTS (
        SELECT 1 FROM week_aggregate AS thin
        WHERE
            thin.week = week_aggregate.week
            AND thin.department_code = week_aggregate.department_code
            AND thin.declarants BETWEEN 1 AND 2
    );
