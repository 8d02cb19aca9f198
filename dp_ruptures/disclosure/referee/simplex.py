"""One linear program over a part of the table, asked many questions in a row."""

import highspy
import numpy as np

from dp_ruptures.disclosure.referee.view import Floats, View

# A change of question leaves the last table possible: the primal method goes on from it.
PRIMAL, DUAL = 4, 1


def silent(**options: float | str) -> highspy.Highs:
    """A solver with these options; all those of a process must agree on `threads`, or HiGHS fails mutely."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        solver.setOptionValue(name, value)
    return solver


class Simplex:
    """Keeps its basis from one question to the next."""

    def __init__(self, part: View) -> None:
        """The system of `part`, without an objective yet."""
        self._lower, self._upper = part.lower, part.upper
        self._cost = np.zeros(len(part.cells))
        self._solver = silent(presolve="off", solver="simplex", simplex_strategy=PRIMAL)
        self._solver.passModel(model(part))
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def highest(self, direction: Floats, lower: Floats, upper: Floats) -> tuple[Floats, Floats] | None:
        """The table that goes furthest in `direction` within bounds, and its reduced costs; None if none."""
        moved = np.flatnonzero(direction != self._cost).astype(np.int32)
        self._solver.changeColsCost(len(moved), moved, direction[moved])
        self._cost = direction.copy()
        changed = np.flatnonzero((lower != self._lower) | (upper != self._upper)).astype(np.int32)
        self._solver.changeColsBounds(len(changed), changed, lower[changed], upper[changed])
        self._lower, self._upper = lower.copy(), upper.copy()
        if not (self._solved() or self._solved_afresh()):
            return None
        found = self._solver.getSolution()
        return np.array(found.col_value), np.array(found.col_dual)

    def _solved(self) -> bool:
        self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _solved_afresh(self) -> bool:
        """Where the primal method is lost, the dual one starts from nothing."""
        self._solver.clearSolver()
        self._solver.setOptionValue("simplex_strategy", DUAL)
        solved = self._solved()
        self._solver.setOptionValue("simplex_strategy", PRIMAL)
        return solved


def model(part: View) -> highspy.HighsLp:
    """The feasible tables of a part, without an objective."""
    by_column = part.matrix.tocsc()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = part.matrix.shape
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = part.lower, part.upper
    model.row_lower_, model.row_upper_ = part.rhs - part.slack, part.rhs + part.slack
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = by_column.indptr
    model.a_matrix_.index_ = by_column.indices
    model.a_matrix_.value_ = by_column.data
    return model
