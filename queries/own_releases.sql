-- One row per release that counted a declaration of one pharmacy and still remembers which.
SELECT
    member.week,
    member.revision,
    member.department_code
FROM release_member AS member
WHERE member.finess = $finess
ORDER BY member.week NULLS LAST, member.revision NULLS LAST;
