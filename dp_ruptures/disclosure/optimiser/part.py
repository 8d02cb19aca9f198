"""One linear program over a part of the table, kept warm from one question to the next."""

import highspy
import numpy as np
from scipy import sparse

from dp_ruptures.disclosure.optimiser.requirement import Requirement, Scenario
from dp_ruptures.disclosure.optimiser.solver import quiet
from dp_ruptures.disclosure.optimiser.table import Floats, Integers

# Primal simplex: after a change of aim the last deviation is still possible, a few pivots away.
PRIMAL, DUAL = 4, 1


class Part:
    """The deviations of some columns that leave some rows at zero."""

    def __init__(
        self,
        by_column: "sparse.csc_array",
        columns: Integers,
        rows: Integers,
        below: Floats,
        above: Floats,
    ) -> None:
        """The rows are all those that the columns are in."""
        self.name = name_of(columns, below, above)
        self.columns, self.rows = columns, rows
        self._by_column = by_column
        self._below, self._above = below.copy(), above.copy()
        self._place = {int(variable): i for i, variable in enumerate(columns)}
        self._solver = quiet(presolve="off", solver="simplex", simplex_strategy=PRIMAL)
        self._solver.passModel(program(by_column[:, columns].tocsr()[rows], -below, above))
        self._changed: list[int] = []

    def admit(self, variable: int, below: float, above: float) -> None:
        """A column more, if it is new, and the equations that only it is in; it deviates this much."""
        if variable not in self._place:
            self._extend(variable)
            self._below, self._above = np.append(self._below, 0.0), np.append(self._above, 0.0)
        place = self._place[variable]
        self._below[place], self._above[place] = below, above
        self._changed.append(place)

    def _extend(self, variable: int) -> None:
        span = slice(*self._by_column.indptr[variable : variable + 2])
        rows, factors = self._by_column.indices[span], self._by_column.data[span]
        for row in np.setdiff1d(rows, self.rows):
            self._solver.addRow(0.0, 0.0, 0, np.empty(0, np.int32), np.empty(0))
            self.rows = np.append(self.rows, row)
        place = {row: i for i, row in enumerate(self.rows)}
        where = np.array([place[row] for row in rows], np.int32)
        self._solver.addCol(0.0, 0.0, 0.0, len(where), where, factors)
        self._place[variable] = len(self.columns)
        self.columns = np.append(self.columns, variable)

    def furthest(self, wanted: list[Requirement], known: Scenario | None) -> tuple[Floats, Floats]:
        """The deviation that goes furthest towards these, never beyond one, and the prices of the rows."""
        below, above, direction = self._below.copy(), self._above.copy(), np.zeros(len(self._below))
        touched = [] if known is None else self._restrict(known, below, above)
        for one in wanted:
            place = self._place[one.variable]
            direction[place] = one.sign if len(wanted) == 1 else one.sign / one.amount
            side = above if one.sign > 0 else below
            side[place] = one.amount if len(wanted) == 1 else min(side[place], one.amount)
            if len(wanted) == 1:
                (below if one.sign > 0 else above)[place] = 0.0
            touched.append(place)
        self._ask(touched, below, above, direction)
        found = self._solver.getSolution()
        return np.array(found.col_value), -np.array(found.row_dual)

    def _restrict(self, known: Scenario, below: Floats, above: Floats) -> list[int]:
        """What this attacker knows of the figures here; gives the places that this changes."""
        touched = []
        for variable, room, fixed in zip(known.variables, known.below, known.known, strict=True):
            place = self._place.get(int(variable))
            if place is not None:
                touched.append(place)
                below[place] = 0.0 if fixed else min(below[place], room)
                above[place] = 0.0 if fixed else above[place]
        return touched

    def _ask(self, touched: list[int], below: Floats, above: Floats, direction: Floats) -> None:
        """Restores what the last question changed, asks this one."""
        places = np.unique(np.array(self._changed + touched, np.int32))
        self._solver.changeColsBounds(len(places), places, -below[places], above[places])
        self._solver.changeColsCost(len(places), places, -direction[places])
        self._changed = touched
        if not self._solved():
            # Where the primal method is lost, the dual one starts afresh.
            self._solver.clearSolver()
            self._solver.setOptionValue("simplex_strategy", DUAL)
            solved = self._solved()
            self._solver.setOptionValue("simplex_strategy", PRIMAL)
            if not solved:
                raise RuntimeError(
                    f"HiGHS: {self._solver.modelStatusToString(self._solver.getModelStatus())}"
                )

    def _solved(self) -> bool:
        self._solver.run()
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def name_of(columns: Integers, below: Floats, above: Floats) -> bytes:
    """Equal for parts made of the same figures, hidden to the same extent."""
    return columns.tobytes() + below.tobytes() + above.tobytes()


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
