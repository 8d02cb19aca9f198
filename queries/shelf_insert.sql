-- One row per product that a pharmacy arranges.
INSERT INTO pharmacy_product (finess, cip13, position, not_stocked)
SELECT
    $finess::TEXT,
    places.cip13,
    places.position,
    places.not_stocked
FROM (
    SELECT
        unnest($cip13s::TEXT[]) AS cip13,
        unnest($positions::INTEGER[]) AS position,
        unnest($absences::BOOLEAN[]) AS not_stocked
) AS places;
