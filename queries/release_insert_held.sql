-- One row per leaf of a release: the state it shows.
INSERT INTO held_leaf (week, revision, department_code, cip13, state_week, state_revision, data_of)
SELECT
    $week,
    $revision,
    unnest($departments::TEXT[]),
    unnest($products::TEXT[]),
    unnest($state_weeks::DATE[]),
    unnest($state_revisions::INTEGER[]),
    unnest($data_of::DATE[]);
