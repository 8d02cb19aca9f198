-- One row per pharmacy whose FINESS number, name, town or post code hold every word; those open first.
-- Words of small letters and digits, without accents.
WITH named AS (
    SELECT
        finess,
        translate(
            lower(name || ' ' || coalesce(city, '') || ' ' || coalesce(postcode, '') || ' ' || finess),
            'àâäéèêëîïôöùûüç',
            'aaaeeeeiioouuuc'
        ) AS words
    FROM pharmacy
)

SELECT
    pharmacy.finess,
    pharmacy.name,
    pharmacy.city,
    pharmacy.postcode,
    pharmacy.department_code,
    pharmacy.closed_on
FROM named
INNER JOIN pharmacy ON named.finess = pharmacy.finess
WHERE
    named.words LIKE '%' || $first::TEXT || '%'
    AND named.words LIKE '%' || $second::TEXT || '%'
    AND named.words LIKE '%' || $third::TEXT || '%'
    AND named.words LIKE '%' || $fourth::TEXT || '%'
ORDER BY
    pharmacy.closed_on DESC NULLS FIRST, pharmacy.name NULLS LAST, pharmacy.finess NULLS LAST
LIMIT $size;
