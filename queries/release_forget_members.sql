-- One row per pharmacy of a state that no leaf of the compared weeks stands on any more.
DELETE FROM release_member
WHERE NOT EXISTS (
    SELECT 1
    FROM held_leaf
    WHERE
        held_leaf.week >= $since
        AND held_leaf.state_week = release_member.week
        AND held_leaf.state_revision = release_member.revision
);
