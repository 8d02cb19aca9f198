-- One row per presentation that could be searched: all of them go with the database they came from.
DELETE FROM presentation_words;
