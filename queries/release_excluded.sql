-- One row per line that some states of releases leave out.
WITH asked AS (
    SELECT
        unnest($weeks::DATE[]) AS week,
        unnest($revisions::INTEGER[]) AS revision
)

SELECT
    aside.week,
    aside.revision,
    aside.declaration_id,
    aside.cip13
FROM asked
INNER JOIN release_excluded AS aside ON asked.week = aside.week AND asked.revision = aside.revision
ORDER BY
    aside.week NULLS LAST, aside.revision NULLS LAST, aside.declaration_id NULLS LAST, aside.cip13 NULLS LAST;
