-- One row per product of an administrator's list; what the list leaves out keeps its value.
INSERT INTO product (cip13, cip7, name, family, maker, presentation, pack_size, demo, source)
SELECT
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($cip7s::TEXT[]) AS cip7,
    unnest($names::TEXT[]) AS name,
    unnest($families::TEXT[]) AS family,
    unnest($makers::TEXT[]) AS maker,
    unnest($presentations::TEXT[]) AS presentation,
    unnest($pack_sizes::INTEGER[]) AS pack_size,
    unnest($demo::BOOLEAN[]) AS demo,
    unnest($sources::TEXT[]) AS source
ON CONFLICT (cip13) DO UPDATE SET
    name = excluded.name,
    family = excluded.family,
    maker = coalesce(excluded.maker, product.maker),
    presentation = coalesce(excluded.presentation, product.presentation),
    pack_size = excluded.pack_size,
    source = coalesce(excluded.source, product.source);
