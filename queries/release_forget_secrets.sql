-- One row per withheld figure of a release older than the compared weeks.
DELETE FROM release_secret
WHERE week < $since;
