-- One row per letter about a release that the mail server took.
INSERT INTO release_letter (week, revision, recipient, sent_at)
VALUES ($week, $revision, $recipient, $now);
