-- One row per leaf of one release: the state it shows.
SELECT
    department_code,
    cip13,
    state_week,
    state_revision,
    data_of
FROM held_leaf
WHERE week = $week AND revision = $revision
ORDER BY department_code NULLS LAST, cip13 NULLS LAST;
