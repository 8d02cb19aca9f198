-- One row per earlier release within the weeks where releases are compared, in the order of publication.
SELECT DISTINCT
    release.week,
    release.revision,
    release.published_at
FROM release
INNER JOIN held_leaf ON release.week = held_leaf.week AND release.revision = held_leaf.revision
WHERE release.week BETWEEN $since AND $until
ORDER BY
    release.published_at NULLS LAST, release.week NULLS LAST, release.revision NULLS LAST;
