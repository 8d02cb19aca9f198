-- One row per figure that a release left out, of a declaration past retention: erased.
DELETE FROM release_excluded
WHERE declaration_id IN (
    SELECT declaration_id FROM declaration
    WHERE week < $week
);
