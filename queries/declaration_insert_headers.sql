-- One row per declaration received; a receipt already there is left alone (double click, retry).
-- Ids are drawn in the order of the lists.
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
) AS headers
ON CONFLICT DO NOTHING;
