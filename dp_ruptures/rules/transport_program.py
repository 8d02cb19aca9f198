"""The integer program of a transport plan, in matrices, and HiGHS to solve it.

Columns: lots sent on each road, there then back; then the boxes on each day's shelf of each area.
Days are worth less and less, so a solution fills shelves from the first by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]

# Worths are whole numbers: a bound less than one above what was found proves it the best.
_WHOLE = 0.999
# 0.1 to 0.3 s of CPU on 96 départements; a budget of kilometres may take longer to prove.
SECONDS = 2.0
# The shortest way among plans that are worth the same need not be proved to the kilometre.
_SHORTEST_GAP = 0.01


@dataclass(frozen=True)
class Program:
    """A plan in figures, areas by their rank; `kept`: boxes an area must end with; `roads`: from, to, km."""

    stocks: Sequence[int]
    movable: Sequence[int]
    kept: Sequence[int]
    shelves: Sequence[Sequence[int]]
    roads: Sequence[tuple[int, int, int]]
    boxes: int | None
    box_km: int | None
    lot: int


def solve(program: Program) -> tuple[list[tuple[int, int]], bool]:
    """Lots sent on each road, there and back; and whether nothing better exists."""
    model = _model(program)
    solver = _solver(_lp(program, model, np.array(_worths(program))))
    solver.run()
    if not _has_solution(solver):
        return [(0, 0)] * len(program.roads), False
    is_exact = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    shortest = _shortest(program, model, np.array(solver.getSolution().col_value))
    lots = np.rint(shortest).astype(int).tolist()
    return list(zip(lots[::2], lots[1::2], strict=True)), is_exact


def _shortest(program: Program, model: "_Model", found: Floats) -> Floats:
    """The shortest way to leave every area the boxes that the plan found puts on its shelves."""
    count, arcs = len(program.stocks), 2 * len(program.roads)
    lots = np.rint(found[:arcs])
    rows = model.rows.tocsr()[count:, :arcs]
    upper = model.upper[count:].copy()
    stocks = np.array(program.stocks)
    shelved = np.minimum(stocks - rows[:count] @ lots, [sum(days) for days in program.shelves])
    upper[:count] = stocks - np.maximum(shelved, program.kept)
    km = np.array([-km for _, _, km in _arcs(program)], dtype=float)
    short = _Model(rows, upper)
    solver = _solver(_lp(program, short, km), mip_rel_gap=_SHORTEST_GAP)
    solver.run()
    return np.array(solver.getSolution().col_value) if _has_solution(solver) else lots


def _has_solution(solver: highspy.Highs) -> bool:
    status = solver.getInfo().primal_solution_status
    return bool(status == highspy.SolutionStatus.kSolutionStatusFeasible)


@dataclass(frozen=True)
class _Model:
    """Rows over every column, and what each may not exceed."""

    rows: Any
    upper: Floats


def _model(program: Program) -> _Model:
    """Each area: what it shelves, what it keeps, what leaves it; then the budgets."""
    gone, come = _incidence(program)
    lot = program.lot
    shelved = sparse.block_diag([np.ones((1, len(days))) for days in program.shelves])
    nothing = sparse.csr_matrix(shelved.shape)
    km = np.array([[km for _, _, km in _arcs(program)]])
    spent = sparse.csr_matrix(np.vstack([np.ones_like(km), km]) * lot)
    rows = sparse.vstack(
        [
            sparse.hstack([(gone - come) * lot, shelved]),
            sparse.hstack([(gone - come) * lot, nothing]),
            sparse.hstack([gone * lot, nothing]),
            sparse.hstack([spent, sparse.csr_matrix((2, shelved.shape[1]))]),
        ]
    ).tocsr()
    stocks = np.array(program.stocks, dtype=float)
    budgets = [np.inf if limit is None else limit for limit in (program.boxes, program.box_km)]
    upper = np.concatenate([stocks, stocks - program.kept, program.movable, budgets])
    return _Model(rows, upper)


def _incidence(program: Program) -> tuple[Any, Any]:
    """Areas by arcs: 1 where an arc leaves, 1 where it arrives."""
    arcs = _arcs(program)
    shape = (len(program.stocks), len(arcs))
    ones, columns = np.ones(len(arcs)), range(len(arcs))
    gone = sparse.csr_matrix((ones, ([start for start, _, _ in arcs], columns)), shape)
    come = sparse.csr_matrix((ones, ([end for _, end, _ in arcs], columns)), shape)
    return gone, come


def _arcs(program: Program) -> list[tuple[int, int, int]]:
    return [arc for one, other, km in program.roads for arc in ((one, other, km), (other, one, km))]


def _worths(program: Program) -> list[float]:
    shelved = [float(len(days) - day) for days in program.shelves for day in range(len(days))]
    return [0.0] * (2 * len(program.roads)) + shelved


def _lp(program: Program, model: _Model, objective: Floats) -> highspy.HighsLp:
    """To be made as large as possible; without shelves when the rows have no columns for them."""
    by_column = model.rows.tocsc()
    lots = [program.movable[start] // program.lot for start, _, _ in _arcs(program)]
    sizes = [size for days in program.shelves for size in days][: by_column.shape[1] - len(lots)]
    kinds = highspy.HighsVarType
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = by_column.shape
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = objective
    lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.array([*lots, *sizes], dtype=float)
    lp.row_lower_, lp.row_upper_ = np.full(lp.num_row_, -np.inf), model.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = by_column.indptr, by_column.indices
    lp.a_matrix_.value_ = by_column.data
    lp.integrality_ = [kinds.kInteger] * len(lots) + [kinds.kContinuous] * len(sizes)
    return lp


def _solver(lp: highspy.HighsLp, **options: float) -> highspy.Highs:
    """Quiet; every HiGHS of a process must agree on `threads`, or it fails without a word."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    told = {"output_flag": False, "threads": 1, "time_limit": SECONDS, "mip_rel_gap": 0.0}
    for name, value in {**told, "mip_abs_gap": _WHOLE, **options}.items():
        if solver.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"HiGHS refuses {name} = {value}")
    solver.passModel(lp)
    return solver
