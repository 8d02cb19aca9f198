-- One row per state × department: its pharmacies, their owners and the declaration each stands with.
WITH asked AS (
    SELECT
        unnest($weeks::DATE[]) AS week,
        unnest($revisions::INTEGER[]) AS revision
)

SELECT
    member.week,
    member.revision,
    member.department_code,
    array_agg(pharmacy.owner_key ORDER BY member.finess NULLS LAST) AS owners,
    array_agg(member.declaration_id ORDER BY member.finess NULLS LAST) AS declarations
FROM asked
INNER JOIN release_member AS member ON asked.week = member.week AND asked.revision = member.revision
INNER JOIN pharmacy ON member.finess = pharmacy.finess
GROUP BY member.week, member.revision, member.department_code
ORDER BY member.week NULLS LAST, member.revision NULLS LAST, member.department_code NULLS LAST;
