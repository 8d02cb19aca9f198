"""Which requirements a choice of hidden cells leaves unmet, and the cuts that say so."""

from collections.abc import Iterable

import numpy as np

from dp_ruptures.disclosure.errors import Unprotectable
from dp_ruptures.disclosure.optimiser.attacker import Attacker
from dp_ruptures.disclosure.optimiser.cuts import ROUNDING, capacity_cut, row_cuts
from dp_ruptures.disclosure.optimiser.proofs import Proofs
from dp_ruptures.disclosure.optimiser.requirement import Requirement
from dp_ruptures.disclosure.optimiser.table import Booleans, Floats, Integers, Table

# A joint question that settles fewer requirements than this costs more than asking one by one.
WORTHWHILE = 3


class Separation:
    """Tries what costs nothing first: deviations known from before, then the cuts of single equations."""

    def __init__(self, space: Table) -> None:
        """Nothing is required yet."""
        self.space = space
        self._attacker = Attacker(space)
        self._proofs = Proofs(space)
        self._rows: list[tuple[int, Integers, Floats]] = []

    @property
    def programs(self) -> int:
        """How many linear programs were asked."""
        return self._attacker.programs

    def require(self, wanted: Iterable[Requirement]) -> None:
        """Adds requirements; those that the unsafe figures alone meet are met for ever, and cost nothing."""
        wanted = list(wanted)
        first = len(self._proofs.requirements)
        self._proofs.require(wanted)
        for number, one in enumerate(wanted, first):
            self._rows += [(number, *cut) for cut in row_cuts(self.space, one)]

    def cuts(self, hidden: Floats) -> list[Floats]:
        """Violated cuts for each requirement unmet when cells are hidden to this extent (0 to 1)."""
        return [cut for _, cut in self._unmet(hidden)]

    def repair(self, hidden: Floats) -> tuple[list[Floats], Booleans]:
        """The cuts of a whole choice, and those met on the way to a choice that meets every requirement.

        Each unmet requirement hides the cell that its cut finds cheapest, and is asked again: the cuts that
        the master would have met round after round come at once.
        """
        unmet = self._unmet(hidden)
        cuts, repaired = [cut for _, cut in unmet], hidden.copy()
        for one, cut in unmet:
            self._mend(one, cut, repaired, cuts)
        return cuts, repaired > 0.5

    def impossible(self) -> tuple[str, ...]:
        """The cells that requirements known so far leave unprotected, were everything hidden that can be."""
        everything = self.space.free.astype(float)
        open_ = ~self._proofs.standing(everything)
        self._attacker.hide(everything)
        self._together(open_)
        found = []
        for number in np.flatnonzero(open_):
            one = self._proofs.requirements[number]
            reached, deviation, _ = self._attacker.reach(one)
            if one.met_at(reached):
                self._proofs.learn(deviation)
            else:
                found.append(self.space.name(one.variable))
        return tuple(dict.fromkeys(found))

    def _mend(self, one: Requirement, cut: Floats, repaired: Floats, cuts: list[Floats]) -> None:
        """Hides cells of successive cuts in `repaired` until the requirement is met."""
        while True:
            missing = 1.0 - float(cut @ repaired)
            if missing > ROUNDING:
                gain = np.where(repaired < 0.5, np.minimum(cut, missing), 0.0)
                # A cell that helps in nothing is never cheap, even one that costs nothing.
                price = np.where(gain > 0, self.space.cost / np.maximum(gain, 1e-12), np.inf)
                cheapest = int(np.argmin(price))
                repaired[cheapest] = 1.0
                self._attacker.hide_also(cheapest)
                continue
            reached, deviation, prices = self._attacker.reach(one)
            if one.met_at(reached):
                self._proofs.learn(deviation)
                return
            cut = self._cut(one, prices)
            if cut @ repaired > 1 - ROUNDING:
                return
            cuts.append(cut)

    def _cut(self, one: Requirement, prices: Floats) -> Floats:
        return self._possible(one, capacity_cut(self.space, one, prices))

    def _possible(self, one: Requirement, cut: Floats) -> Floats:
        """The cut, unless hiding everything would not satisfy it."""
        if cut[self.space.free].sum() < 1 - ROUNDING:
            name = self.space.name(one.variable)
            raise Unprotectable(
                f"Protection impossible : « {name} » resterait devinable à moins de {one.amount:g} près,"
                " même en masquant toutes les cellules qui peuvent l’être.",
                name,
            )
        return cut

    def _unmet(self, hidden: Floats) -> list[tuple[Requirement, Floats]]:
        open_ = ~self._proofs.standing(hidden)
        unmet = self._unmet_in_a_row(hidden, open_)
        self._attacker.hide(hidden)
        self._together(open_)
        for number in np.flatnonzero(open_):
            if open_[number]:
                one = self._proofs.requirements[number]
                reached, deviation, prices = self._attacker.reach(one)
                if one.met_at(reached):
                    open_[self._proofs.learn(deviation)] = False
                    continue
                cut = self._cut(one, prices)
                # Short by a rounding and no cut to add: the audit will say.
                if cut @ hidden < 1 - ROUNDING:
                    unmet.append((one, cut))
        return unmet

    def _unmet_in_a_row(self, hidden: Floats, open_: Booleans) -> list[tuple[Requirement, Floats]]:
        """The requirements that a single equation denies; they are open no more."""
        found, denied = [], np.zeros_like(open_)
        for number, variables, coefficients in self._rows:
            if open_[number] and coefficients @ hidden[variables] < 1 - ROUNDING:
                cut = np.zeros(len(hidden))
                cut[variables] = coefficients
                one = self._proofs.requirements[number]
                found.append((one, self._possible(one, cut)))
                denied[number] = True
        open_ &= ~denied
        return found

    def _together(self, open_: Booleans) -> None:
        """Settles many of a part at once, as long as that pays."""
        numbers = np.flatnonzero(open_)
        part = self._attacker.parts(self._proofs.aim[numbers])
        for group in (numbers[part == label] for label in np.unique(part)):
            left = group
            while len(left) > WORTHWHILE:
                wanted = [self._proofs.requirements[i] for i in left]
                open_[self._proofs.learn(self._attacker.together(wanted))] = False
                before, left = len(left), left[open_[left]]
                if before - len(left) < WORTHWHILE:
                    break


def more(space: Table, hidden: Floats) -> Floats:
    """The cut that asks for anything besides `hidden`, a pattern known to fail with all inside it."""
    return np.where(space.free & (hidden < 0.5), 1.0, 0.0)
