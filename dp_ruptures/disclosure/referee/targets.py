"""What must stay out of whose reach: (unsafe cell, side) against every attacker."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dp_ruptures.disclosure.owners import Holdings
from dp_ruptures.disclosure.primary import Protection
from dp_ruptures.disclosure.referee.view import Booleans, Floats, Integers, View


@dataclass(frozen=True)
class Targets:
    """Sides of unsafe cells: an attacker must find `amount` more (sign 1) or less (−1) possible."""

    column: Integers
    sign: Integers
    amount: Floats

    def __len__(self) -> int:
        """How many sides there are."""
        return len(self.column)


def targets(part: View, ids: list[str], asked: Mapping[str, Protection]) -> Targets:
    """The sides to defend in this part; a side that asks for nothing is left out."""
    sides = [
        (column, sign, float(amount))
        for column, cell in enumerate(part.cells)
        if (protection := asked.get(ids[cell])) is not None
        for sign, amount in ((1, protection.upper), (-1, protection.lower))
        if amount > 0
    ]
    column, sign, amount = zip(*sides, strict=True) if sides else ((), (), ())
    return Targets(np.array(column, np.int64), np.array(sign, np.int64), np.array(amount, np.float64))


@dataclass(frozen=True)
class Knowledge:
    """What declarants know in this part: one entry per (declarant, unknown figure), sorted by figure.

    Declarants are numbered in the part (`names` are their numbers in the holdings); the outside reader is
    the last number, without any entry. `only` marks the entry of a cell's sole declarant.
    """

    names: Integers
    who: Integers
    column: Integers
    own: Floats
    only: Booleans
    start: Integers

    @cached_property
    def _order(self) -> tuple[Integers, Integers]:
        """The entries sorted by declarant, and where each declarant's begin."""
        order = np.argsort(self.who, kind="stable")
        return order, np.searchsorted(self.who[order], np.arange(len(self.names) + 1))

    def of(self, who: int) -> Integers:
        """The entries of a declarant."""
        order, start = self._order
        return order[start[who] : start[who + 1]]

    @property
    def outsider(self) -> int:
        """The number of the reader who declared nothing."""
        return len(self.names)


def knowledge(part: View, held: Holdings | None) -> Knowledge:
    """The entries of the declarants in the unknown figures of this part."""
    none = np.empty(0, np.int64)
    spans = [held.of_cell(int(cell)) for cell in part.cells] if held else []
    sizes = np.array([s.stop - s.start for s in spans] or [0] * len(part.cells), np.int64)
    taken = np.concatenate([np.arange(s.start, s.stop) for s in spans]) if spans else none
    owner = held.owner[taken] if held else none
    own = held.amount[taken] / held.scale if held else np.empty(0)
    names, who = np.unique(owner, return_inverse=True)
    column = np.repeat(np.arange(len(part.cells)), sizes)
    start = np.concatenate([[0], np.cumsum(sizes)])
    return Knowledge(names, who.astype(np.int64), column, own, sizes[column] == 1, start)


def floors(part: View, known: Knowledge, attackers: Booleans) -> tuple[Floats, Floats]:
    """Bounds that hold for all these attackers at once: whoever defends against them keeps each away."""
    lower, upper = part.lower.copy(), part.upper.copy()
    if not len(known.who):
        return lower, upper
    counts = attackers[known.who]
    filled = np.flatnonzero(np.diff(known.start))
    lower[filled] = np.maximum(
        lower[filled], np.maximum.reduceat(np.where(counts, known.own, 0.0), known.start[filled])
    )
    sole = known.column[known.only & counts]
    lower[sole] = upper[sole] = part.truth[sole]
    return np.minimum(lower, part.truth), upper
