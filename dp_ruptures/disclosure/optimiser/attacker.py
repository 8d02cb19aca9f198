"""The attacker's linear program, and the cut that a failed protection yields."""

import highspy
import numpy as np
from scipy import sparse

from dp_ruptures.disclosure.optimiser.requirement import Requirement
from dp_ruptures.disclosure.optimiser.solver import quiet
from dp_ruptures.disclosure.optimiser.table import Floats, Integers, Table

ROUNDING = 1e-6


class Attacker:
    """Asks how far a figure can be from the truth when cells are hidden, wholly or in part."""

    def __init__(self, space: Table) -> None:
        """Nothing is hidden yet."""
        self.space = space
        self._by_column = space.matrix.tocsc()
        # Primal simplex: after a change of aim the last deviation is still possible, a few pivots away.
        self._solver = quiet(presolve="off", solver="simplex", simplex_strategy=4)

    def hide(self, below: Floats, above: Floats) -> None:
        """From now on figures deviate this much at most; the program holds those that can, and no others."""
        self._below, self._above = below.copy(), above.copy()
        self._columns = np.flatnonzero((below > 0) | (above > 0) | self.space.unsafe)
        part = self._by_column[:, self._columns].tocsr()
        self._rows = np.flatnonzero(np.diff(part.indptr))
        self._place = np.full(len(below), -1, np.int32)
        self._place[self._columns] = np.arange(len(self._columns))
        self._solver.passModel(program(part[self._rows], -below[self._columns], above[self._columns]))
        self._changed = np.empty(0, np.int64)

    def hide_also(self, variable: int) -> None:
        """One figure more deviates as it can."""
        self._below[variable], self._above[variable] = self.space.below[variable], self.space.above[variable]
        if self._place[variable] < 0:
            self._extend(variable)
        self._changed = np.append(self._changed, variable)

    def _extend(self, variable: int) -> None:
        """A column more, and the equations that only it is in."""
        span = slice(*self._by_column.indptr[variable : variable + 2])
        rows, factors = self._by_column.indices[span], self._by_column.data[span]
        for row in np.setdiff1d(rows, self._rows):
            self._solver.addRow(0.0, 0.0, 0, np.empty(0, np.int32), np.empty(0))
            self._rows = np.append(self._rows, row)
        place = {row: i for i, row in enumerate(self._rows)}
        where = np.array([place[row] for row in rows], np.int32)
        self._solver.addCol(0.0, 0.0, 0.0, len(where), where, factors)
        self._place[variable] = len(self._columns)
        self._columns = np.append(self._columns, variable)

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
        touched = np.array([aim] if known is None else [aim, *known.variables])
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
        return self._furthest(direction, np.array([one.variable for one in wanted]), below, above)[0]

    def _furthest(
        self, direction: Floats, touched: Integers, below: Floats, above: Floats
    ) -> tuple[Floats, Floats]:
        """Restores what the last question changed, asks this one."""
        variables = np.unique(np.concatenate([self._changed, touched]))
        variables = variables[self._place[variables] >= 0]
        places = self._place[variables]
        self._solver.changeColsBounds(len(places), places, -below[variables], above[variables])
        self._solver.changeColsCost(len(places), places, -direction[variables])
        self._changed = touched
        self._run()
        found = self._solver.getSolution()
        deviation, prices = np.zeros(len(below)), np.zeros(self.space.matrix.shape[0])
        deviation[self._columns] = found.col_value
        prices[self._rows] = found.row_dual
        return deviation, -prices

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


def program(matrix: "sparse.csr_array", lower: Floats, upper: Floats) -> highspy.HighsLp:
    """matrix @ d = 0 within bounds, without an objective."""
    by_column = matrix.tocsc()
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = lower, upper
    model.row_lower_ = model.row_upper_ = np.zeros(model.num_row_)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = by_column.indptr
    model.a_matrix_.index_ = by_column.indices
    model.a_matrix_.value_ = by_column.data
    return model
