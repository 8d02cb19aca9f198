-- One row per shortage opened.
INSERT INTO shortage (shortage_id, finess, cip13, product_name, opened_at)
SELECT
    unnest($shortage_ids::TEXT[]) AS shortage_id,
    unnest($finesses::TEXT[]) AS finess,
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($product_names::TEXT[]) AS product_name,
    unnest($instants::TIMESTAMP[]) AS opened_at;
