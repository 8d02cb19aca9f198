"""The master problem: the cheapest cells to hide that satisfy the cuts found so far."""

from dataclasses import dataclass

import highspy
import numpy as np

from dp_ruptures.disclosure.optimiser.solver import quiet
from dp_ruptures.disclosure.optimiser.table import Booleans, Floats, Table

# What HiGHS tries, whatever the effort allowed, to find a first choice: more than half of its time.
HEURISTICS = [
    f"mip_heuristic_run_{name}"
    for name in ("feasibility_jump", "rens", "rins", "root_reduced_cost", "shifting", "zi_round")
]


@dataclass(frozen=True)
class Choice:
    """A solution of the master: `hidden` in [0, 1] per variable, and the least cost that is proven."""

    hidden: Floats
    bound: float
    proven: bool


class Master:
    """Minimise cost @ x, x = 1 on unsafe figures, 0 on those that must be published, under the cuts."""

    def __init__(self, space: Table) -> None:
        """Without cuts, only the unsafe figures are hidden."""
        self.space = space
        self.size = len(space.cost)
        self.whole = bool((space.cost == np.round(space.cost)).all())
        self._columns = np.arange(self.size, dtype=np.int32)
        self._names: set[int] = set()
        # Whole costs: a gap under one unit is a proof. The default relative gap of HiGHS is none.
        proof = 0.999 if self.whole else 1e-6
        # A start is always given, so HiGHS need not look for one; the table has no symmetry worth finding.
        self._solver = quiet(
            mip_rel_gap=0.0,
            mip_abs_gap=proof,
            **dict.fromkeys(HEURISTICS, False),
            mip_heuristic_effort=0.0,
            mip_detect_symmetry=False,
            random_seed=0,
        )
        lower, upper = space.unsafe.astype(float), space.free.astype(float)
        self._solver.addCols(
            self.size, space.cost, lower, upper, 0, self._columns, np.array([], np.int32), np.array([])
        )

    def add(self, cuts: list[Floats]) -> None:
        """Each cut c says c @ x ≥ 1; one that is there already is left out."""
        cuts = [cut for cut in cuts if self._is_new(cut)]
        if not cuts:
            return
        index = [np.flatnonzero(cut).astype(np.int32) for cut in cuts]
        sizes = [len(i) for i in index]
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
        values = np.concatenate([cut[i] for cut, i in zip(cuts, index, strict=True)])
        ones, most = np.ones(len(cuts)), np.full(len(cuts), highspy.kHighsInf)
        self._solver.addRows(len(cuts), ones, most, len(values), starts, np.concatenate(index), values)

    def _is_new(self, cut: Floats) -> bool:
        name = hash(np.round(cut, 9).tobytes())
        known = name in self._names
        self._names.add(name)
        return not known

    def relaxed(self) -> Choice:
        """The best fractional choice: quick, and a bound."""
        self._kinds(highspy.HighsVarType.kContinuous)
        self._run()
        return Choice(np.array(self._solver.getSolution().col_value), self._solver.getObjectiveValue(), True)

    def solve(self, start: Booleans, seconds: float) -> Choice:
        """The best whole choice, from a start, within a time."""
        self._kinds(highspy.HighsVarType.kInteger)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + max(0.05, seconds))
        known = highspy.HighsSolution()
        known.col_value = [float(x) for x in start]
        self._solver.setSolution(known)
        status = self._run()
        bound = self._solver.getInfo().mip_dual_bound
        return Choice(
            np.round(np.array(self._solver.getSolution().col_value)),
            bound,
            status == highspy.HighsModelStatus.kOptimal,
        )

    def _run(self) -> highspy.HighsModelStatus:
        self._solver.run()
        status = self._solver.getModelStatus()
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit):
            raise RuntimeError(f"HiGHS: {self._solver.modelStatusToString(status)}")
        return status

    def _kinds(self, kind: highspy.HighsVarType) -> None:
        self._solver.changeColsIntegrality(self.size, self._columns, np.full(self.size, int(kind), np.uint8))
