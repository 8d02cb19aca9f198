-- One row per availability notice of ANSM; without cip13 it holds for every presentation of the CIS.
INSERT INTO ansm_notice (cis, cip13, status_code, started_on, updated_on, back_on, link)
SELECT
    unnest($cises::TEXT[]) AS cis,
    unnest($cip13s::TEXT[]) AS cip13,
    unnest($status_codes::INTEGER[]) AS status_code,
    unnest($started_on::DATE[]) AS started_on,
    unnest($updated_on::DATE[]) AS updated_on,
    unnest($back_on::DATE[]) AS back_on,
    unnest($links::TEXT[]) AS link;
