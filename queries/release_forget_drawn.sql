-- One row per leaf of a release being drawn, before it is drawn again with other leaves held.
DELETE FROM held_leaf
WHERE week = $week AND revision = $revision;
