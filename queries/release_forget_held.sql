-- One row per leaf of a release older than the compared weeks.
DELETE FROM held_leaf
WHERE week < $since;
