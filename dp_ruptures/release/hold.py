"""Which state each leaf of a release shows: this week's when the change is safe, else the one before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from dp_ruptures.disclosure.rules import Rules
from dp_ruptures.release.states import Flags, Integers, Panel
from dp_ruptures.rules.hold import is_safe_change

# A leaf that stands on no state: nobody had declared it yet.
NONE = -1


@dataclass(frozen=True)
class Change:
    """How two states differ, per group of rows (first axis) and product (second)."""

    owners: Integers
    moved: Integers
    largest: Integers
    second: Integers

    def is_safe(self, rules: Rules) -> Flags:
        """Where the difference gives nobody away."""
        known = self.owners, self.moved, self.largest, self.second
        return np.asarray(is_safe_change(*known, min_count=rules.min_count, p=rules.p_percent))


@dataclass(frozen=True)
class Territory:
    """One level of territory: the group of each département, and the sums of one owner in one group.

    `group` is that of each sum, in order; `together` adds the rows of the panel up to these sums.
    """

    department: Integers
    group: Integers
    together: "sparse.csr_array"


@dataclass(frozen=True)
class Comparison:
    """A new state beside those that the releases of the last weeks showed; leaves are département × product.

    `now` numbers the new state, `former` says for each release which state its leaves showed, `fallback`
    which one a leaf that may not change goes on showing. `regions` gives the region of each département,
    `families` the family of each product, as numbers.
    """

    panel: Panel
    now: int
    former: Sequence[Integers]
    fallback: Integers
    regions: Integers
    families: Integers
    rules: Rules

    def choose(self, held_anyway: Flags, renewed: Flags) -> Integers:
        """The number of the state that each leaf shows; some are held whatever changed in them.

        `renewed` leaves take the new state whatever changed in them; no sum that holds one is shown.

        Safe leaves can add up to an unsafe sum when an owner's products move against one another: the leaves
        of such a sum are held too, until no margin of any release compared is unsafe.
        """
        chosen = np.where(held_anyway, self.fallback, self._leaf_by_leaf())
        chosen = np.where(renewed, self.now, chosen)
        while True:
            held = chosen.copy()
            for leaves in self.former:
                for below in self._unsafe_below(chosen, leaves, renewed):
                    held = np.where(below & ~renewed, self.fallback, held)
            if (held == chosen).all():
                return chosen
            chosen = held

    def are_current(self, chosen: Integers) -> Flags:
        """The leaves whose figures are those of the new state, whichever state they stand on."""
        current = chosen == self.now
        for state in np.unique(chosen):
            current |= (chosen == state) & (self._since(int(state)).owners == 0)
        return np.asarray(current)

    def unsettled(self) -> Flags:
        """The leaves that changed among the earlier releases, though the change gives someone away."""
        found = np.zeros_like(self.fallback, np.bool_)
        for leaves in self.former:
            for before, after in {*zip(leaves.ravel().tolist(), self.fallback.ravel().tolist(), strict=True)}:
                if before != after:
                    change = self._between(before, after)
                    here = (leaves == before) & (self.fallback == after) & (change.owners > 0)
                    found |= here & ~(change.is_safe(self.rules) & (change.moved > 0))
        return found

    def _leaf_by_leaf(self) -> Integers:
        """A state that says the same as the new one is kept: it is the same figure."""
        shape = (len(self.panel.departments), len(self.panel.products))
        may, chosen = np.ones(shape, np.bool_), np.full(shape, self.now)
        for leaves in self.former:
            for state in np.unique(leaves):
                here, change = leaves == state, self._since(int(state))
                same = change.owners == 0
                may &= ~here | same | (change.is_safe(self.rules) & (change.moved > 0))
                chosen = np.where(here & same, state, chosen)
        return np.where(may, chosen, self.fallback)

    def _since(self, state: int) -> Change:
        """What moved from that state to the new one."""
        return self._between(state, self.now)

    def _between(self, before: int, after: int) -> Change:
        panel = self.panel
        units, pharmacies = panel.holdings[after].units, panel.holdings[after].pharmacies
        if before != NONE:
            units = units - panel.holdings[before].units
            pharmacies = pharmacies - panel.holdings[before].pharmacies
        changed = (units != 0) | (pharmacies != 0)
        return summary(np.abs(units), changed, panel.department, len(panel.departments))

    def _unsafe_below(self, chosen: Integers, leaves: Integers, renewed: Flags) -> Iterator[Flags]:
        """The leaves below margins that may not differ so from a release that showed `leaves`.

        A margin that holds a `renewed` leaf is not shown, so it differs from nothing.
        """
        before, after = self.panel.shown(leaves), self.panel.shown(chosen)
        difference = (after.units - before.units) @ self._items
        for territory in self._territories:
            net = np.asarray(territory.together @ difference)
            groups = int(territory.department.max()) + 1
            change = summary(np.abs(net), net != 0, territory.group, groups)
            # Nothing moved in the sum: nothing to be read in it.
            unseen = np.zeros_like(change.moved, np.bool_)
            np.logical_or.at(unseen, territory.department, renewed @ self._items > 0)
            unsafe = (change.moved > 0) & ~change.is_safe(self.rules) & ~unseen
            yield (unsafe[territory.department] @ self._items.T) > 0

    @cached_property
    def _territories(self) -> list[Territory]:
        """Départements, regions, France: rows of one owner in one group count together."""
        levels = np.arange(len(self.panel.departments)), self.regions, np.zeros_like(self.regions)
        return [_territory(self.panel, groups) for groups in levels]

    @cached_property
    def _items(self) -> Integers:
        """Product × (product, family, all): what adds up to what."""
        size, kinds = len(self.families), int(self.families.max()) + 1
        parts = np.eye(size), np.eye(kinds)[self.families], np.ones((size, 1))
        return np.hstack(parts).astype(np.int64)


def _territory(panel: Panel, groups: Integers) -> Territory:
    width = max(len(panel.owners), 1)
    keys, row = np.unique(groups[panel.department] * width + panel.owner, return_inverse=True)
    entries = np.ones(len(row), np.int64), (row, np.arange(len(row)))
    return Territory(groups, keys // width, sparse.csr_array(entries, shape=(len(keys), len(row))))


def summary(moved: Integers, changed: Flags, group: Integers, groups: int) -> Change:
    """The change of each group; `group` (of each row) is in order."""
    owners, total, largest, second = (np.zeros((groups, moved.shape[1]), np.int64) for _ in range(4))
    filled, start = np.unique(group, return_index=True)
    if len(filled):
        largest[filled] = np.maximum.reduceat(moved, start)
        owners[filled] = np.add.reduceat(changed.astype(np.int64), start)
        total[filled] = np.add.reduceat(moved, start)
        top = moved == largest[group]
        tied = np.add.reduceat(top.astype(np.int64), start) > 1
        below = np.maximum.reduceat(np.where(top, 0, moved), start)
        second[filled] = np.where(tied, largest[filled], below)
    return Change(owners, total, largest, second)
