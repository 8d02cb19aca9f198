-- One row per presentation, with the words it is searched by.
INSERT INTO presentation_words (cip13, words)
SELECT
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($words::TEXT[]) AS words;
