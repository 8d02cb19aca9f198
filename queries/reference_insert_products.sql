-- One row per product not yet known; what an administrator changed is left as it is.
INSERT INTO product (
    cip13, cip7, name, family, maker, presentation, pack_size, marketed_from, marketed_until, demo, source
)
SELECT
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($cip7s::TEXT[]) AS cip7,
    unnest($names::TEXT[]) AS name,
    unnest($families::TEXT[]) AS family,
    unnest($makers::TEXT[]) AS maker,
    unnest($presentations::TEXT[]) AS presentation,
    unnest($pack_sizes::INTEGER[]) AS pack_size,
    unnest($marketed_from::DATE[]) AS marketed_from,
    unnest($marketed_until::DATE[]) AS marketed_until,
    unnest($demo::BOOLEAN[]) AS demo,
    unnest($sources::TEXT[]) AS source
ON CONFLICT DO NOTHING;
