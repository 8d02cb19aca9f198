"""The attacker's linear program, and the cut that a failed protection yields."""

import highspy
import numpy as np
import numpy.typing as npt
from scipy import sparse

from dp_ruptures.disclosure.optimiser.requirement import Requirement
from dp_ruptures.disclosure.optimiser.solver import quiet
from dp_ruptures.disclosure.optimiser.table import Floats, Table

Columns = npt.NDArray[np.int32]
ROUNDING = 1e-6


class Attacker:
    """Asks how far a figure can be from the truth when cells are hidden, wholly or in part."""

    def __init__(self, space: Table) -> None:
        """One program for all questions: only bounds and objective change."""
        self.space = space
        self._columns = np.arange(len(space.cost), dtype=np.int32)
        self._below = self._above = np.zeros(len(space.cost))
        self._changed = np.empty(0, np.int32)
        # Primal simplex: after a change of aim the last deviation is still possible, a few pivots away.
        self._solver = quiet(presolve="off", solver="simplex", simplex_strategy=4)
        self._solver.passModel(program(space))

    def hide(self, below: Floats, above: Floats) -> None:
        """From now on figures deviate this much at most."""
        self._below, self._above = below, above
        self._solver.changeColsBounds(len(below), self._columns, -below, above)

    def hide_also(self, variable: int) -> None:
        """One figure more deviates as it can."""
        self._below[variable], self._above[variable] = self.space.below[variable], self.space.above[variable]
        self._changed = np.append(self._changed, np.int32(variable))

    def reach(self, wanted: Requirement) -> tuple[float, Floats, Floats]:
        """Furthest deviation towards `wanted` (never beyond it), the whole deviation, and the row prices."""
        aim, known = wanted.variable, wanted.scenario
        below, above = self._below.copy(), self._above.copy()
        if known is not None:
            below[known.variables] = np.minimum(below[known.variables], known.below)
            below[known.variables[known.known]] = above[known.variables[known.known]] = 0.0
        below[aim], above[aim] = (0.0, wanted.amount) if wanted.sign > 0 else (wanted.amount, 0.0)
        direction = np.zeros(len(below))
        direction[aim] = wanted.sign
        touched = np.array([aim] if known is None else [aim, *known.variables], np.int32)
        deviation, prices = self._furthest(direction, touched, below, above)
        return wanted.sign * float(deviation[aim]), deviation, prices

    def together(self, wanted: list[Requirement]) -> Floats:
        """One deviation that satisfies as many of these as it can; attackers' own knowledge is left aside."""
        below, above = self._below.copy(), self._above.copy()
        direction = np.zeros(len(below))
        for one in wanted:
            direction[one.variable] = one.sign / one.amount
            side = above if one.sign > 0 else below
            side[one.variable] = min(side[one.variable], one.amount)
        touched = np.array([one.variable for one in wanted], np.int32)
        return self._furthest(direction, touched, below, above)[0]

    def _furthest(
        self, direction: Floats, touched: Columns, below: Floats, above: Floats
    ) -> tuple[Floats, Floats]:
        """Restores what the last question changed, asks this one."""
        columns = np.unique(np.concatenate([self._changed, touched])).astype(np.int32)
        self._solver.changeColsBounds(len(columns), columns, -below[columns], above[columns])
        self._solver.changeColsCost(len(columns), columns, -direction[columns])
        self._changed = touched
        self._run()
        found = self._solver.getSolution()
        return np.array(found.col_value), -np.array(found.row_dual)

    def _run(self) -> None:
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self._solver.clearSolver()
            self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise RuntimeError(f"HiGHS: {self._solver.modelStatusToString(self._solver.getModelStatus())}")


def room(space: Table, wanted: Requirement) -> tuple[Floats, Floats]:
    """How far below and above the truth this attacker can imagine each figure, were all of them hidden."""
    below, above = np.where(space.free, space.below, 0.0), np.where(space.free, space.above, 0.0)
    if wanted.scenario is not None:
        known = wanted.scenario
        np.minimum.at(below, known.variables, known.below)
        below[known.variables[known.known]] = above[known.variables[known.known]] = 0.0
    return below, above


def capacity_cut(space: Table, wanted: Requirement, prices: Floats) -> Floats:
    """Coefficients c of the valid cut c @ x ≥ 1.

    Any prices give one: a deviation d has sign · d[aim] = (objective − prices @ matrix) @ d, term by term at
    most the figure's room times x. The aim's own term must vanish; no coefficient need exceed the amount.
    """
    below, above = room(space, wanted)
    slope = -(space.matrix.T @ prices)
    slope[wanted.variable] += wanted.sign
    slope[np.abs(slope) < ROUNDING] = 0.0
    capacity = np.maximum(slope, 0.0) * above + np.maximum(-slope, 0.0) * below
    capacity[wanted.variable] = 0.0
    return np.asarray(np.minimum(capacity / wanted.amount, 1.0))


def program(space: Table, *, twice: bool = False) -> highspy.HighsLp:
    """matrix @ d = 0; `twice` gives every figure two columns, above and below the truth."""
    signs = [space.matrix, -space.matrix] if twice else [space.matrix]
    by_column = sparse.hstack(signs).tocsc()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = by_column.shape
    model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(model.num_col_)
    model.row_lower_ = model.row_upper_ = np.zeros(model.num_row_)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = by_column.indptr
    model.a_matrix_.index_ = by_column.indices
    model.a_matrix_.value_ = by_column.data
    return model
