-- One row per notice of ANSM that concerns a presentation of the list, the latest first.
-- A notice without a code holds for every presentation of its CIS.
SELECT
    presentation.cip13,
    ansm_notice.status_code,
    ansm_notice.started_on,
    ansm_notice.updated_on,
    ansm_notice.back_on,
    ansm_notice.link
FROM ansm_notice
INNER JOIN presentation
    ON
        ansm_notice.cis = presentation.cis
        AND (ansm_notice.cip13 IS NULL OR ansm_notice.cip13 = presentation.cip13)
WHERE presentation.cip13 IN (SELECT unnest($cip13s::TEXT[]) AS cip13)
ORDER BY
    presentation.cip13 NULLS LAST,
    ansm_notice.updated_on DESC NULLS LAST,
    ansm_notice.started_on DESC NULLS LAST,
    ansm_notice.status_code NULLS LAST;
