-- One row per letter sent about that release.
SELECT
    recipient,
    sent_at
FROM release_letter
WHERE week = $week AND revision = $revision
ORDER BY sent_at NULLS LAST, recipient NULLS LAST;
