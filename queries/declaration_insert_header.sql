-- One row: a declaration received, and the id that it was given.
-- Without ON CONFLICT, which costs five times the insertion: a receipt that came meanwhile makes the
-- transaction start again, and find it.
INSERT INTO declaration (
    declaration_id, receipt_id, finess, week, received_at, channel, author, line_count
)
VALUES (
    nextval('declaration_seq'), $receipt_id, $finess, $week, $now, $channel, $author, $line_count
)
RETURNING declaration_id;
