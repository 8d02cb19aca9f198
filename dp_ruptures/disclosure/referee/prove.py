"""Looks for witnesses: many targets at once first, then target by target, then attacker by attacker."""

from collections.abc import Iterable, Iterator

import numpy as np

from dp_ruptures.disclosure.referee.coverage import ROUNDING, Coverage, allowed
from dp_ruptures.disclosure.referee.nearest import Nearest
from dp_ruptures.disclosure.referee.simplex import Simplex
from dp_ruptures.disclosure.referee.targets import floors
from dp_ruptures.disclosure.referee.view import Booleans, Floats

# A batch that closes fewer targets than this costs more than asking for them one by one.
WORTHWHILE = 3
# Into how many groups the declarants are parted who are left when all of them have been tried at once.
GROUPS = 4


class Search:
    """The proof that every target is out of every attacker's reach, or who reaches what."""

    def __init__(self, coverage: Coverage, simplex: Simplex, *, lasting: bool) -> None:
        """`coverage` holds what is proven already; `lasting` tables are worth more than they cost."""
        self.coverage, self.simplex = coverage, simplex
        self.nearest: Nearest | None = None
        self.lasting = lasting
        self.part, self.aims, self.known = coverage.part, coverage.aims, coverage.known
        self.tables: list[Floats] = []
        self.programs = 0

    def violations(self) -> Iterator[tuple[int, int, float]]:
        """(target, attacker, furthest distance) of every attack that comes too close."""
        for group in self._groups():
            self._batches(group)
        for target in range(len(self.aims)):
            yield from self._settle(target)

    def _groups(self) -> Iterator[Booleans]:
        """Everybody at once, the outside reader alone, then those not yet kept away, neighbours together."""
        nobody = np.zeros(self.known.outsider + 1, dtype=np.bool_)
        yield ~nobody
        outsider = nobody.copy()
        outsider[self.known.outsider] = True
        yield outsider
        # Declarants of the same figures block the same tables: they are asked about together.
        first = np.full(len(nobody), len(self.part.cells))
        np.minimum.at(first, self.known.who, self.known.column)
        left = self.coverage.open.any(axis=0) & ~outsider
        members = np.argsort(first, kind="stable")
        for chunk in np.array_split(members[left[members]], GROUPS):
            group = nobody.copy()
            group[chunk] = True
            yield group

    def _batches(self, attackers: Booleans) -> None:
        """Push all targets open to these attackers at once, upwards and downwards in turn, while it pays."""
        lower, upper = floors(self.part, self.known, attackers)
        enough, sign, idle = WORTHWHILE * int(attackers.sum()), 1, 0
        while idle < len((1, -1)):
            open_ = np.asarray(self.coverage.open & attackers)
            wanted = np.asarray(open_.any(axis=1))
            if wanted.sum() < WORTHWHILE:
                return
            self.programs += 1
            table = self.simplex.highest(*self._together(wanted, sign, lower, upper))
            if table is not None:
                self._learn(table[0])
            closed = int(np.count_nonzero(open_) - np.count_nonzero(self.coverage.open & attackers))
            idle, sign = (idle + 1 if closed < enough else 0), -sign

    def _together(
        self, wanted: Booleans, prefer: int, lower: Floats, upper: Floats
    ) -> tuple[Floats, Floats, Floats]:
        """Each open target pulls its cell its own way; where both sides are open, `prefer` says which."""
        direction, low, high = np.zeros(len(lower)), lower.copy(), upper.copy()
        for side in (-prefer, prefer):
            chosen = np.flatnonzero(wanted & (self.aims.sign == side))
            column, amount = self.aims.column[chosen], self.aims.amount[chosen]
            direction[column] = side / amount
            goal = self.part.truth[column] + side * amount
            if side > 0:
                high[column] = np.minimum(high[column], goal)
            else:
                low[column] = np.maximum(low[column], goal)
        return direction, np.minimum(low, self.part.truth), np.maximum(high, self.part.truth)

    def _settle(self, target: int) -> Iterator[tuple[int, int, float]]:
        outsider = self.known.outsider
        attackers = self.coverage.open[target]
        if not attackers.any():
            return
        alone = np.zeros_like(attackers)
        alone[outsider] = True
        if attackers[outsider] and not self._push(target, attackers)[0]:
            kept, furthest, _ = self._push(target, alone)
            if not kept:
                yield target, outsider, furthest
                return
        yield from self._narrow(target, self.coverage.open[target].copy())

    def _narrow(self, target: int, attackers: Booleans) -> Iterator[tuple[int, int, float]]:
        """Keep all these attackers away with one table, or part them: those in its way, and the others."""
        attackers = attackers & self.coverage.open[target]
        if not attackers.any():
            return
        together = np.count_nonzero(attackers) > 1
        _, furthest, blocking = self._push(target, attackers)
        attackers &= self.coverage.open[target]
        # Who is left of several may have been held back by what the others know: asked again, alone.
        if not together:
            yield from ((target, int(a), furthest) for a in np.flatnonzero(attackers))
            return
        for group in _halves(attackers, blocking):
            yield from self._narrow(target, group)

    def _push(self, target: int, attackers: Booleans) -> tuple[bool, float, Booleans]:
        """The furthest table for these attackers: far enough? how far? and whose knowledge stopped it."""
        column, sign = int(self.aims.column[target]), int(self.aims.sign[target])
        lower, upper = floors(self.part, self.known, attackers)
        needed, self.programs = self.coverage.needed(target, attackers), self.programs + 1
        if self._is_near(target, attackers, sign * needed, lower, upper):
            return True, needed, np.zeros_like(attackers)
        self._free(column, sign, float(self.aims.amount[target]), lower, upper)
        direction = np.zeros(len(lower))
        direction[column] = sign
        found = self.simplex.highest(direction, lower, upper)
        if found is None or not self._learn(found[0]):
            return False, 0.0, np.zeros_like(attackers)
        furthest = float(self.coverage.moved(found[0])[target])
        return (
            bool(furthest >= needed - allowed(needed)),
            furthest,
            self._blocking(found, lower, upper, attackers),
        )

    def _is_near(
        self, target: int, attackers: Booleans, distance: float, lower: Floats, upper: Floats
    ) -> bool:
        """Whether the nearest table that goes so far keeps them all away.

        It moves few figures: it is still one when the next pattern publishes others.
        """
        if not self.lasting or np.count_nonzero(attackers) == 1:
            return False
        if self.nearest is None:
            self.nearest = Nearest(self.part)
        near = self.nearest.table(int(self.aims.column[target]), distance, lower, upper)
        return near is not None and self._learn(near) and not (self.coverage.open[target] & attackers).any()

    def _learn(self, figures: Floats) -> bool:
        before = self.coverage.closed
        if not self.coverage.learn(figures):
            return False
        if self.coverage.closed > before:
            self.tables.append(figures)
        return True

    def _free(self, column: int, sign: int, amount: float, lower: Floats, upper: Floats) -> None:
        """The target's cell may go as far as the protection asks, and no further."""
        truth = self.part.truth[column]
        lower[column] = max(self.part.lower[column], truth - amount) if sign < 0 else truth
        upper[column] = min(self.part.upper[column], truth + amount) if sign > 0 else truth

    def _blocking(
        self, found: tuple[Floats, Floats], lower: Floats, upper: Floats, attackers: Booleans
    ) -> Booleans:
        """The attackers whose own figure is a floor that the furthest table leans on."""
        known = self.known
        leant = np.abs(found[1]) > ROUNDING
        raised = leant & ((lower > self.part.lower + ROUNDING) | (upper < self.part.upper - ROUNDING))
        binding = raised[known.column] & (known.only | (known.own >= lower[known.column] - ROUNDING))
        blocking = np.zeros_like(attackers)
        blocking[known.who[binding]] = True
        return blocking & attackers


def _halves(attackers: Booleans, blocking: Booleans) -> Iterable[Booleans]:
    """The attackers that did not block, then those that did; two halves when that parts nothing."""
    blocking = attackers & blocking
    if blocking.any() and not blocking[attackers].all():
        return attackers & ~blocking, blocking
    members = np.flatnonzero(attackers)
    first = np.zeros_like(attackers)
    first[members[: len(members) // 2]] = True
    return first, attackers & ~first
