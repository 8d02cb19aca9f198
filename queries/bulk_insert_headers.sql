-- One row per declaration of many pharmacies at once. Without ON CONFLICT, which costs 40 times the
-- insertion: a receipt that came meanwhile makes the whole transaction start again.
INSERT INTO declaration (
    declaration_id, receipt_id, finess, week, received_at, channel, author, line_count
)
SELECT
    nextval('declaration_seq'),
    headers.receipt_id,
    headers.finess,
    headers.week,
    headers.received_at,
    headers.channel,
    headers.author,
    headers.line_count
FROM (
    SELECT
        unnest($receipt_ids::TEXT[]) AS receipt_id,
        unnest($finesses::TEXT[]) AS finess,
        unnest($weeks::DATE[]) AS week,
        unnest($instants::TIMESTAMP[]) AS received_at,
        unnest($channels::TEXT[]) AS channel,
        unnest($authors::TEXT[]) AS author,
        unnest($line_counts::INTEGER[]) AS line_count
) AS headers;
