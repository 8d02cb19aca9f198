"""What a reader of the publication has in hand: equations, published figures, honest bounds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.sensitive import is_empty

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class View:
    """The unknown figures (`cells`: positions in the instance) and the linear system that binds them.

    `matrix` @ y lies within `rhs` ± `slack`; `slack` is the rounding of a decimal table, zero otherwise.
    `truth` serves to measure how far attackers are kept, never to attack. `step` is that of possible values.
    """

    cells: Integers
    matrix: "sparse.csr_array"
    rhs: Floats
    slack: Floats
    lower: Floats
    upper: Floats
    truth: Floats
    step: Floats


def view(instance: Instance, hidden: frozenset[str]) -> View:
    """The table as published; fixed cells and cells nobody answered are known whatever the pattern says."""
    unknown = [
        i
        for i, c in enumerate(instance.cells)
        if c.id in hidden and not c.fixed and not is_empty(instance, c)
    ]
    chosen = [instance.cells[i] for i in unknown]
    matrix, rhs, slack = _system(instance, {cell: column for column, cell in enumerate(unknown)})
    lower, upper, truth = (
        np.array([float(f) for f in figures], dtype=np.float64)
        for figures in ([c.lower for c in chosen], [c.highest for c in chosen], [c.value for c in chosen])
    )
    step = np.array([float(instance.step(c)) for c in chosen], dtype=np.float64)
    return View(np.array(unknown, dtype=np.int64), matrix, rhs, slack, lower, upper, truth, step)


def _system(instance: Instance, column: dict[int, int]) -> tuple["sparse.csr_array", Floats, Floats]:
    """Sum of hidden parts − hidden total = published total − published parts, one row per equation."""
    rows: list[tuple[int, int, float]] = []
    rhs: list[float] = []
    slack: list[float] = []
    for total, parts in instance.relations:
        terms = [(total, -1), *parts]
        unknown = [(column[cell], factor) for cell, factor in terms if cell in column]
        if not unknown:
            continue
        rows += [(len(rhs), c, float(factor)) for c, factor in unknown]
        known = sum(instance.cells[cell].value * f for cell, f in terms if cell not in column)
        rhs.append(-float(known))
        slack.append(abs(float(sum(instance.cells[cell].value * f for cell, f in terms))))
    i, j, factors = (np.array(x) for x in zip(*rows, strict=True)) if rows else (np.empty(0),) * 3
    shape = (len(rhs), len(column))
    matrix = sparse.csr_array((factors, (i.astype(np.int64), j.astype(np.int64))), shape=shape)
    return matrix, np.array(rhs), np.array(slack)


def split(whole: View) -> list[View]:
    """The parts of the system that no equation links: each can be attacked alone."""
    if not len(whole.cells):
        return []
    links = whole.matrix.T @ whole.matrix
    number, label = connected_components(links, directed=False)
    return [_part(whole, np.flatnonzero(label == part)) for part in range(number)]


def _part(whole: View, columns: Integers) -> View:
    matrix = whole.matrix[:, columns]
    rows = np.flatnonzero(np.diff(matrix.indptr))
    return View(
        whole.cells[columns],
        matrix[rows],
        whole.rhs[rows],
        whole.slack[rows],
        whole.lower[columns],
        whole.upper[columns],
        whole.truth[columns],
        whole.step[columns],
    )


def is_table(part: View, figures: Floats) -> bool:
    """True when these figures agree with everything published: an attacker cannot rule them out."""
    rounding = 1e-6 + 1e-12 * float(np.abs(figures).max(initial=0.0))
    off = np.abs(part.matrix @ figures - part.rhs) - part.slack
    inside = (figures >= part.lower - rounding) & (figures <= part.upper + rounding)
    return bool(inside.all() and (off <= rounding).all())


def is_whole(part: View, figures: Floats) -> bool:
    """True when every figure is a multiple of its step."""
    stepped = part.step > 0
    packs = figures[stepped] / part.step[stepped]
    return bool((np.abs(packs - np.round(packs)) <= 1e-6).all())
