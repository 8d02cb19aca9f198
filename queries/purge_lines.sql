-- One row per line of a declaration past retention: erased.
DELETE FROM declaration_line
WHERE declaration_id IN (
    SELECT declaration_id FROM declaration
    WHERE week < $week
);
