"""The instance as the optimiser sees it: one variable per figure, and deviations from the true table."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dp_ruptures.disclosure.errors import Unprotectable
from dp_ruptures.disclosure.instance import Cell, Instance
from dp_ruptures.disclosure.owners import Holdings
from dp_ruptures.disclosure.sensitive import is_empty

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """Cells that must be equal (a région of one département) share a variable; `members` are its cells.

    A deviation d satisfies `matrix` @ d = 0 and −below ≤ d ≤ above. Variables follow the order of the cell
    identifiers, so that the pattern does not depend on the order of the rows of a file.
    """

    ids: tuple[str, ...]
    variable: dict[str, int]
    members: tuple[tuple[int, ...], ...]
    matrix: "sparse.csr_array"
    below: Floats
    above: Floats
    cost: Floats
    free: Booleans
    unsafe: Booleans

    @cached_property
    def across(self) -> "sparse.csr_array":
        """The equations of every variable."""
        return self.matrix.T.tocsr()

    def name(self, variable: int) -> str:
        """A cell behind this variable, for messages."""
        return self.ids[self.members[variable][0]]

    def hidden(self, chosen: Booleans) -> frozenset[str]:
        """The cells behind these variables."""
        return frozenset(self.ids[cell] for v in np.flatnonzero(chosen) for cell in self.members[v])


def table(instance: Instance, unsafe: Iterable[str]) -> Table:
    """One variable per class of equal cells."""
    groups = _classes(instance)
    members = sorted((tuple(g) for g in groups), key=lambda g: min(instance.cells[i].id for i in g))
    variable = {instance.cells[i].id: v for v, group in enumerate(members) for i in group}
    cells = [[instance.cells[i] for i in group] for group in members]
    wanted = np.zeros(len(members), dtype=np.bool_)
    wanted[[variable[id_] for id_ in unsafe]] = True
    free = np.array([not any(c.fixed or is_empty(instance, c) for c in group) for group in cells])
    _refuse_stuck(cells, wanted & ~free)
    return Table(
        tuple(cell.id for cell in instance.cells),
        variable,
        tuple(members),
        _matrix(instance, variable, len(members)),
        np.array([float(min(c.value - c.lower for c in group)) for group in cells]),
        np.array([float(min(c.highest - c.value for c in group)) for group in cells]),
        np.array([float(sum(c.price for c in group)) for group in cells]),
        free,
        wanted,
    )


def _refuse_stuck(cells: list[list[Cell]], stuck: Booleans) -> None:
    for v in np.flatnonzero(stuck):
        name = cells[v][0].id
        raise Unprotectable(f"La cellule « {name} » est à protéger, mais elle doit être publiée.", name)


def _classes(instance: Instance) -> list[list[int]]:
    """Cells that an equation with a single part makes equal."""
    leader = list(range(len(instance.cells)))

    def first(i: int) -> int:
        while leader[i] != i:
            i = leader[i]
        return i

    for equation in instance.equations:
        if len(equation.parts) == 1:
            one, other = (first(instance.position[id_]) for id_ in (equation.total, equation.parts[0]))
            leader[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = {}
    for i in range(len(instance.cells)):
        groups.setdefault(first(i), []).append(i)
    return list(groups.values())


def _matrix(instance: Instance, variable: dict[str, int], size: int) -> "sparse.csr_array":
    """One row per equation that says something of the variables, once each."""
    rows: dict[tuple[tuple[int, float], ...], None] = {}
    for total, parts in instance.relations:
        terms: dict[int, float] = {}
        for cell, factor in ((total, -1), *parts):
            v = variable[instance.cells[cell].id]
            terms[v] = terms.get(v, 0.0) + factor
        row = tuple(sorted((v, f) for v, f in terms.items() if f))
        if row:
            rows[row] = None
    entries = [(i, v, f) for i, row in enumerate(sorted(rows)) for v, f in row]
    where = np.array([(i, v) for i, v, _ in entries], dtype=np.int64).reshape(-1, 2)
    factors = np.array([f for _, _, f in entries], dtype=np.float64)
    return sparse.csr_array((factors, (where[:, 0], where[:, 1])), shape=(len(rows), size))


def own_figures(
    space: Table, instance: Instance, held: Holdings, owner: str
) -> tuple[Integers, Floats, Booleans]:
    """What this owner knows: variables, how far below the truth each can be, and whether it is known."""
    entries = np.flatnonzero(held.owner == held.names.index(owner))
    cells = held.cell[entries]
    variables = np.array([space.variable[space.ids[c]] for c in cells], dtype=np.int64)
    values = np.array([float(instance.cells[c].value) for c in cells])
    alone = np.array([held.start[c + 1] - held.start[c] == 1 for c in cells])
    return variables, np.maximum(values - held.amount[entries] / held.scale, 0.0), alone
