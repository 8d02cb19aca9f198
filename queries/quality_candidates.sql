-- One row per quantity of a week's current declarations that may surprise, whatever was decided about it.
-- A sieve, wider than the rules (rules/outlier.py), which judge what is left: past the floor of the log-ratio,
-- unusual, the same for three weeks where peers moved, or after a figure that the Ordre left out.
-- confirmed: NULL, the pharmacy was asked nothing; verdict: NULL, nobody decided yet.
WITH current_declaration AS (
    SELECT
        week,
        finess,
        max(declaration_id) AS declaration_id
    FROM declaration
    WHERE week BETWEEN $earlier AND $week
    GROUP BY week, finess
),

counted AS (
    SELECT
        current_declaration.week,
        current_declaration.finess,
        current_declaration.declaration_id,
        declaration_line.cip13,
        declaration_line.units
    FROM current_declaration
    INNER JOIN declaration_line ON current_declaration.declaration_id = declaration_line.declaration_id
    WHERE declaration_line.units > 0
),

peer AS (
    SELECT
        unnest($cip13s::TEXT[]) AS cip13,
        unnest($medians::DOUBLE PRECISION[]) AS median,
        unnest($generals::BOOLEAN[]) AS is_general
),

decided AS (
    SELECT
        declaration_id,
        cip13,
        max(step) AS step
    FROM figure_decision
    WHERE week BETWEEN $earlier AND $week
    GROUP BY declaration_id, cip13
),

verdict AS (
    SELECT
        figure_decision.declaration_id,
        figure_decision.cip13,
        figure_decision.verdict
    FROM figure_decision
    INNER JOIN decided
        ON
            figure_decision.declaration_id = decided.declaration_id
            AND figure_decision.cip13 = decided.cip13
            AND figure_decision.step = decided.step
),

-- « C'est exact » was said of a figure: that week, or the weeks before when it stayed the same.
asked AS (
    SELECT
        declaration.finess,
        declaration_question.cip13,
        declaration_question.units,
        bool_or(declaration_question.confirmed_at IS NOT NULL) AS confirmed
    FROM declaration_question
    INNER JOIN declaration ON declaration_question.declaration_id = declaration.declaration_id
    WHERE declaration.week BETWEEN $earlier AND $week
    GROUP BY declaration.finess, declaration_question.cip13, declaration_question.units
),

seen AS (
    SELECT
        present.finess,
        present.declaration_id,
        present.cip13,
        present.units,
        past.units AS previous,
        old.units AS earlier,
        coalesce(past_verdict.verdict = 'excluded', FALSE) AS left_out,
        coalesce(past_verdict.verdict = 'kept', FALSE) AS kept
    FROM counted AS present
    LEFT JOIN peer ON present.cip13 = peer.cip13
    LEFT JOIN counted AS past
        ON present.finess = past.finess AND present.cip13 = past.cip13 AND past.week = $before
    LEFT JOIN counted AS old
        ON present.finess = old.finess AND present.cip13 = old.cip13 AND old.week = $earlier
    LEFT JOIN verdict AS past_verdict
        ON past.declaration_id = past_verdict.declaration_id AND past.cip13 = past_verdict.cip13
    WHERE
        present.week = $week
        AND (
            (
                greatest(present.units, past.units) >= $small
                AND abs(ln(present.units) - ln(past.units) - coalesce(peer.median, 0)) > $floor
            )
            OR (present.units >= $unusual AND coalesce(past.units, 0) < $unusual)
            OR (present.units = past.units AND present.units = old.units AND peer.is_general)
            OR past_verdict.verdict = 'excluded'
        )
)

SELECT
    seen.finess,
    pharmacy.name,
    pharmacy.city,
    pharmacy.department_code,
    pharmacy.email,
    pharmacy.telephone,
    seen.declaration_id,
    seen.cip13,
    seen.units,
    seen.previous,
    seen.earlier,
    seen.left_out,
    seen.kept,
    asked.confirmed,
    verdict.verdict,
    figure_letter.sent_at
FROM seen
INNER JOIN pharmacy ON seen.finess = pharmacy.finess
LEFT JOIN asked ON seen.finess = asked.finess AND seen.cip13 = asked.cip13 AND seen.units = asked.units
LEFT JOIN verdict ON seen.declaration_id = verdict.declaration_id AND seen.cip13 = verdict.cip13
LEFT JOIN figure_letter
    ON seen.declaration_id = figure_letter.declaration_id AND seen.cip13 = figure_letter.cip13
WHERE
    (pharmacy.opened_on IS NULL OR pharmacy.opened_on <= $sunday)
    AND (pharmacy.closed_on IS NULL OR pharmacy.closed_on > $week)
ORDER BY seen.declaration_id NULLS LAST, seen.cip13 NULLS LAST;
