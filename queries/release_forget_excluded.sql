-- One row per line left out of a state that no leaf of the compared weeks stands on any more.
DELETE FROM release_excluded
WHERE NOT EXISTS (
    SELECT 1
    FROM release_member
    WHERE
        release_member.week = release_excluded.week
        AND release_member.revision = release_excluded.revision
);
