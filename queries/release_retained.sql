-- One row per week asked: its declarations still kept, and how many its aggregate once counted (NULL: none).
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
