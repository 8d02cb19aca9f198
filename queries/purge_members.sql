-- One row per pharmacy that stood in a release with a declaration past retention: erased.
DELETE FROM release_member
WHERE declaration_id IN (
    SELECT declaration_id FROM declaration
    WHERE week < $week
);
