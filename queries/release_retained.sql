-- One row: the declarations still kept of a week, and how many its aggregate once counted (NULL: none).
SELECT
    (
        SELECT count(*)
        FROM declaration
        WHERE week = $week
    ) AS kept,
    (
        SELECT declaration_count
        FROM week_state
        WHERE week = $week
    ) AS counted;
