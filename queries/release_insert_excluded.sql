-- One row per line of a release's state that the Ordre leaves out as it is drawn; a carried declaration's too.
INSERT INTO release_excluded (week, revision, declaration_id, cip13)
SELECT
    member.week,
    member.revision,
    excluded_line.declaration_id,
    excluded_line.cip13
FROM release_member AS member
INNER JOIN excluded_line ON member.declaration_id = excluded_line.declaration_id
WHERE member.week = $week AND member.revision = $revision;
