"""A first valid pattern: for every unmet requirement in turn, the cheapest way through the table."""

import highspy
import numpy as np
from scipy import sparse

from dp_ruptures.disclosure.optimiser.attacker import program, room
from dp_ruptures.disclosure.optimiser.requirement import Requirement, respects
from dp_ruptures.disclosure.optimiser.solver import quiet
from dp_ruptures.disclosure.optimiser.table import Booleans, Floats, Table


class Start:
    """Hides the cells of cheapest deviations, each linear in what it moves; hidden cells move for nothing."""

    def __init__(self, space: Table) -> None:
        """Upward and downward deviations are separate columns, both paid for."""
        self.space = space
        self._columns = np.arange(2 * len(space.cost), dtype=np.int32)
        self._solver = quiet(presolve="off", solver="simplex")
        twice = sparse.hstack([space.matrix, -space.matrix]).tocsr()
        self._solver.passModel(program(twice, np.zeros(twice.shape[1]), np.zeros(twice.shape[1])))

    def widen(self, hidden: Booleans, wanted: list[Requirement]) -> Booleans:
        """`hidden` and what these requirements need besides."""
        hidden = hidden.copy()
        deviations: list[Floats] = []
        for one in sorted(wanted, key=lambda r: -r.amount):
            if not any(respects(d, one) for d in deviations):
                deviation = self._cheapest(hidden, one)
                deviations.append(deviation)
                hidden |= np.abs(deviation) > 1e-7
        return hidden

    def _cheapest(self, hidden: Booleans, one: Requirement) -> Floats:
        below, above = room(self.space, one)
        aim = one.variable
        below[aim], above[aim] = (0.0, one.amount) if one.sign > 0 else (one.amount, 0.0)
        low = np.zeros(2 * len(below))
        high = np.concatenate([above, below])
        low[aim], low[aim + len(below)] = above[aim], below[aim]
        price = np.where(hidden, 0.0, self.space.cost)
        self._solver.changeColsBounds(len(low), self._columns, low, high)
        self._solver.changeColsCost(len(low), self._columns, np.concatenate([price, price]))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return np.where(self.space.free, 1.0, 0.0)
        up, down = np.array(self._solver.getSolution().col_value).reshape(2, -1)
        return np.asarray(up - down)
