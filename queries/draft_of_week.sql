-- One row per field saved and not yet declared, as it was saved last; by one device when it is told.
WITH latest AS (
    SELECT max(draft_id) AS draft_id
    FROM draft
    WHERE
        finess = $finess
        AND week = $week
        AND (device = $device OR $device = '')
    GROUP BY field
)

SELECT
    draft.field,
    draft.typed,
    draft.saved_at,
    draft.device,
    draft.draft_id
FROM latest
INNER JOIN draft ON latest.draft_id = draft.draft_id
ORDER BY draft.draft_id NULLS LAST;
