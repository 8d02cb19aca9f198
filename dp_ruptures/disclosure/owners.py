"""What every owner put into every cell, totals included: an owner counts once in a total."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import lcm

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dp_ruptures.disclosure.errors import Invalid
from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.primary import Amount, Summary

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Holdings:
    """One entry per (owner, cell) with a declaration, sorted by cell then owner.

    `amount` is in units of 1/`scale`, so that decimals stay exact.
    """

    names: tuple[str, ...]
    owner: Integers
    cell: Integers
    amount: Integers
    scale: int
    start: Integers

    def of_cell(self, cell: int) -> slice:
        """The entries of one cell."""
        return slice(int(self.start[cell]), int(self.start[cell + 1]))

    def summary(self, cell: int) -> Summary:
        """The figures the rules look at."""
        declarants, *amounts = self._figures[cell]
        return Summary(declarants, *(self._exact(a) for a in amounts))

    def own(self, cell: int, owner: str) -> Amount | None:
        """What that owner put into the cell; None when nothing."""
        here = self.of_cell(cell)
        mine = np.flatnonzero(self.owner[here] == self.names.index(owner))
        return self._exact(int(self.amount[here][mine[0]])) if len(mine) else None

    def is_sole(self, cell: int) -> bool:
        """Whether one owner alone declared in the cell."""
        return bool(self.start[cell + 1] - self.start[cell] == 1)

    @cached_property
    def _figures(self) -> list[list[int]]:
        """Of every cell: declarants, total, largest and second largest, in units of 1/`scale`."""
        filled = np.flatnonzero(np.diff(self.start))
        first = self.start[filled]
        figures = np.zeros((len(self.start) - 1, 4), dtype=np.int64)
        figures[:, 0] = np.diff(self.start)
        if len(filled):
            ordered = self.amount[np.lexsort((-self.amount, self.cell))]
            figures[filled, 1] = np.add.reduceat(self.amount, first)
            figures[filled, 2] = ordered[first]
            several = np.flatnonzero(figures[:, 0] > 1)
            figures[several, 3] = ordered[self.start[several] + 1]
        found: list[list[int]] = figures.tolist()
        return found

    def _exact(self, scaled: int) -> Amount:
        return scaled if self.scale == 1 else Fraction(scaled, self.scale)


@lru_cache(maxsize=4)
def holdings(instance: Instance) -> Holdings:
    """Adds the contributions up, owner by owner, along the equations."""
    names = tuple(sorted({c.owner for c in instance.contributions}))
    rank = {name: i for i, name in enumerate(names)}
    owners = np.array([rank[c.owner] for c in instance.contributions], dtype=np.int64)
    leaves = np.array([instance.position[c.cell] for c in instance.contributions], dtype=np.int64)
    amounts, scale = _whole([c.value for c in instance.contributions])
    shape = (len(names), len(instance.cells))
    spread = _leaves_of_cells(instance)
    held = (sparse.csr_array((amounts, (owners, leaves)), shape=shape) @ spread).tocsc()
    present = (sparse.csr_array((np.ones_like(amounts), (owners, leaves)), shape=shape) @ spread).tocsc()
    present.sort_indices()
    cell = np.repeat(np.arange(shape[1]), np.diff(present.indptr))
    return Holdings(names, *_entries(held, present, cell), scale, present.indptr.astype(np.int64))


def _entries(
    held: "sparse.csc_array", present: "sparse.csc_array", cell: Integers
) -> tuple[Integers, Integers, Integers]:
    """Owner, cell and amount of every declaration; zeros, which `held` may drop, are kept."""
    owner = present.indices.astype(np.int64)
    amount = np.asarray(held[owner, cell]).ravel() if len(owner) else owner
    return owner, cell.astype(np.int64), amount.astype(np.int64)


def _whole(values: list[Amount]) -> tuple[Integers, int]:
    scale = lcm(*(Fraction(v).denominator for v in values)) if values else 1
    if sum(values) * scale >= 2**62:
        raise Invalid("Les contributions ont trop de décimales : arrondissez-les.")
    return np.array([int(v * scale) for v in values], dtype=np.int64), scale


def _leaves_of_cells(instance: Instance) -> "sparse.csr_array":
    """One row per leaf, a 1 under every cell that contains it."""
    parts = {e.total: e.parts for e in reversed(instance.equations)}
    found: dict[str, frozenset[int]] = {}
    for cell in instance.cells:
        _expand(cell.id, parts, found, instance, ())
    pairs = [(leaf, instance.position[id_]) for id_, leaves in found.items() for leaf in leaves]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    size = len(instance.cells)
    return sparse.csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=(size, size))


def _expand(
    id_: str,
    parts: dict[str, tuple[str, ...]],
    found: dict[str, frozenset[int]],
    instance: Instance,
    path: tuple[str, ...],
) -> frozenset[int]:
    if id_ in path:
        raise Invalid(f"Équations circulaires : la cellule « {id_} » est une partie d’elle-même.")
    if id_ not in found:
        below = [_expand(p, parts, found, instance, (*path, id_)) for p in parts.get(id_, ())]
        found[id_] = frozenset().union(*below) if below else frozenset([instance.position[id_]])
    return found[id_]
