"""The table nearest to the truth in which one figure lies far enough: it moves few others."""

import highspy
import numpy as np

from dp_ruptures.disclosure.referee.simplex import DUAL, model, silent
from dp_ruptures.disclosure.referee.view import Floats, View


class Nearest:
    """A linear program of what every figure moves up and down, kept warm from one question to the next.

    A question changes bounds and nothing else: the dual method goes on from the last answer.
    """

    def __init__(self, part: View) -> None:
        """Minimises all that is moved; nothing is asked yet."""
        self.part, self.size = part, len(part.cells)
        self._low = np.zeros(2 * self.size)
        self._high = np.concatenate([part.upper - part.truth, part.truth - part.lower])
        self._solver = silent(presolve="off", solver="simplex", simplex_strategy=DUAL)
        self._solver.passModel(self._model())

    def _model(self) -> highspy.HighsLp:
        one, off = model(self.part), self.part.matrix @ self.part.truth
        both = highspy.HighsLp()
        both.num_row_, both.num_col_ = one.num_row_, 2 * self.size
        both.col_cost_ = np.ones(2 * self.size)
        both.col_lower_, both.col_upper_ = self._low, self._high
        both.row_lower_, both.row_upper_ = np.array(one.row_lower_) - off, np.array(one.row_upper_) - off
        start, index, factor = (
            np.array(array) for array in (one.a_matrix_.start_, one.a_matrix_.index_, one.a_matrix_.value_)
        )
        both.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        both.a_matrix_.start_ = np.concatenate([start, start[1:] + start[-1]])
        both.a_matrix_.index_ = np.concatenate([index, index])
        both.a_matrix_.value_ = np.concatenate([factor, -factor])
        return both

    def table(self, column: int, distance: float, lower: Floats, upper: Floats) -> Floats | None:
        """The table that moves least and this figure so far, others within bounds; None if there is none."""
        truth, low = self.part.truth, np.zeros(2 * self.size)
        high = np.concatenate([upper - truth, truth - lower])
        there, back = (column, column + self.size) if distance > 0 else (column + self.size, column)
        low[there] = high[there] = abs(distance)
        high[back] = 0.0
        changed = np.flatnonzero((low != self._low) | (high != self._high)).astype(np.int32)
        self._solver.changeColsBounds(len(changed), changed, low[changed], high[changed])
        self._low, self._high = low, high
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        moved = np.array(self._solver.getSolution().col_value)
        return np.asarray(truth + moved[: self.size] - moved[self.size :])
