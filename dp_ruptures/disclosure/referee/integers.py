"""The reader who knows that figures are whole numbers, or whole packs."""

from collections.abc import Iterator

import highspy
import numpy as np

from dp_ruptures.disclosure.referee.coverage import Coverage
from dp_ruptures.disclosure.referee.simplex import model, silent
from dp_ruptures.disclosure.referee.view import Floats, View

# A small integer program answers in milliseconds; one that does not is counted as a leak.
SECONDS = 10.0


def integer_violations(coverage: Coverage) -> Iterator[int]:
    """The targets for which no table of whole packs goes far enough; witnesses spare most programs."""
    for target in np.flatnonzero(coverage.fractional):
        if coverage.fractional[target]:
            table = _whole_table(coverage, int(target))
            if table is None or not coverage.learn(table) or coverage.fractional[target]:
                yield int(target)


def _whole_table(coverage: Coverage, target: int) -> Floats | None:
    part, aims = coverage.part, coverage.aims
    column, sign = int(aims.column[target]), int(aims.sign[target])
    goal = float(part.truth[column] + sign * aims.amount[target])
    low, high = part.lower.copy(), part.upper.copy()
    if sign > 0:
        low[column] = max(low[column], goal)
    else:
        high[column] = min(high[column], goal)
    return None if low[column] > high[column] else _solve(part, low, high)


def _solve(part: View, low: Floats, high: Floats) -> Floats | None:
    """Any table within these bounds whose figures are whole packs (columns are counted in packs)."""
    pack = np.where(part.step > 0, part.step, 1.0)
    program = model(part)
    program.a_matrix_.value_ = part.matrix.tocsc().data * np.repeat(pack, np.diff(part.matrix.tocsc().indptr))
    program.col_lower_, program.col_upper_ = low / pack, high / pack
    kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
    program.integrality_ = [kinds[int(step > 0)] for step in part.step]
    solver = silent(time_limit=SECONDS)
    solver.passModel(program)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    packs = np.array(solver.getSolution().col_value)
    return np.where(part.step > 0, np.round(packs), packs) * pack
