-- One row per presentation whose name and label hold every word; those that begin with the first, first.
-- Words of letters and digits only, as in presentation_words; an empty one holds everywhere.
SELECT
    presentation.cip13,
    presentation.name,
    presentation.label,
    presentation.stopped,
    presentation.mitm
FROM presentation_words
INNER JOIN presentation ON presentation_words.cip13 = presentation.cip13
WHERE
    presentation_words.words LIKE '%' || $first::TEXT || '%'
    AND presentation_words.words LIKE '%' || $second::TEXT || '%'
    AND presentation_words.words LIKE '%' || $third::TEXT || '%'
    AND presentation_words.words LIKE '%' || $fourth::TEXT || '%'
ORDER BY
    presentation.stopped NULLS LAST,
    strpos(presentation_words.words, $lead::TEXT) NULLS LAST,
    presentation_words.words NULLS LAST,
    presentation.cip13 NULLS LAST
LIMIT $size;
