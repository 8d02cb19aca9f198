"""Which requirements a choice of hidden cells leaves unmet, and the cuts that say so."""

from collections.abc import Iterable

import numpy as np

from dp_ruptures.disclosure.errors import Unprotectable
from dp_ruptures.disclosure.optimiser.attacker import ROUNDING, Attacker, capacity_cut
from dp_ruptures.disclosure.optimiser.requirement import Requirement, respects
from dp_ruptures.disclosure.optimiser.table import Booleans, Floats, Table

# A joint question that settles fewer requirements than this costs more than asking one by one.
WORTHWHILE = 3
# Deviations kept per requirement: the last ones are those of patterns most like the next.
KEPT = 12


class Separation:
    """Remembers deviations: one that still fits proves a requirement again without a linear program."""

    def __init__(self, space: Table) -> None:
        """Nothing is required yet."""
        self.space = space
        self.requirements: list[Requirement] = []
        self._attacker = Attacker(space)
        self._proofs: dict[Requirement, list[Floats]] = {}

    def require(self, wanted: Iterable[Requirement]) -> list[Floats]:
        """Adds requirements: those that the unsafe figures alone meet are met for ever, and left out.

        Returns the first cuts. Raises `Unprotectable` when hiding everything would not be enough.
        """
        unmet = self._unmet(list(wanted), self.space.unsafe.astype(float))
        for one, _ in self._unmet([one for one, _ in unmet], self.space.free.astype(float)):
            name = self.space.name(one.variable)
            raise Unprotectable(
                f"Protection impossible : « {name} » resterait devinable à moins de {one.amount:g} près,"
                " même en masquant toutes les cellules qui peuvent l’être."
            )
        self.requirements += [one for one, _ in unmet]
        return [cut for _, cut in unmet]

    def cuts(self, hidden: Floats) -> list[Floats]:
        """One violated cut for each requirement unmet when cells are hidden to this extent (0 to 1)."""
        return [cut for _, cut in self._unmet(self.requirements, hidden)]

    def repair(self, hidden: Floats) -> tuple[list[Floats], Booleans]:
        """The cuts of a whole choice, and those met on the way to a choice that meets every requirement.

        Each unmet requirement hides the cell that its cut finds cheapest, and is asked again: the cuts that
        the master would have met round after round come at once.
        """
        unmet = self._unmet(self.requirements, hidden)
        cuts, repaired = [cut for _, cut in unmet], hidden.copy()
        for one, cut in unmet:
            self._mend(one, cut, repaired, cuts)
        return cuts, repaired > 0.5

    def _mend(self, one: Requirement, cut: Floats, repaired: Floats, cuts: list[Floats]) -> None:
        """Hides cells of successive cuts in `repaired` until the requirement is met."""
        while True:
            missing = 1.0 - float(cut @ repaired)
            if missing > ROUNDING:
                gain = np.where(repaired < 0.5, np.minimum(cut, missing), 0.0)
                cheapest = int(np.argmin(self.space.cost / np.maximum(gain, 1e-12)))
                repaired[cheapest] = 1.0
                self._attacker.hide_also(cheapest)
                continue
            reached, deviation, prices = self._attacker.reach(one)
            if one.met_at(reached):
                self._proofs.setdefault(one, []).append(deviation)
                return
            cut = capacity_cut(self.space, one, prices)
            if cut @ repaired > 1 - ROUNDING:
                return
            cuts.append(cut)

    def _unmet(self, wanted: list[Requirement], hidden: Floats) -> list[tuple[Requirement, Floats]]:
        below, above = self.space.below * hidden, self.space.above * hidden
        open_ = [one for one in wanted if not self._still_proven(one, below, above)]
        self._attacker.hide(below, above)
        open_ = self._together(open_)
        unmet = []
        while open_:
            one = open_.pop(0)
            reached, deviation, prices = self._attacker.reach(one)
            if one.met_at(reached):
                self._proofs.setdefault(one, []).append(deviation)
                open_ = self._learn(deviation, open_)
                continue
            cut = capacity_cut(self.space, one, prices)
            # Short by a rounding and no cut to add: the audit will say.
            if cut @ hidden < 1 - ROUNDING:
                unmet.append((one, cut))
        return unmet

    def _still_proven(self, one: Requirement, below: Floats, above: Floats) -> bool:
        """Kept deviations are tried, the latest first."""
        proofs = self._proofs.get(one, [])
        del proofs[:-KEPT]
        return any(
            bool((d <= above + ROUNDING / 10).all() and (-d <= below + ROUNDING / 10).all())
            for d in reversed(proofs)
        )

    def _together(self, open_: list[Requirement]) -> list[Requirement]:
        """Settles many at once, as long as that pays."""
        while len(open_) > WORTHWHILE:
            left = self._learn(self._attacker.together(open_), open_)
            settled = len(open_) - len(left)
            open_ = left
            if settled < WORTHWHILE:
                break
        return open_

    def _learn(self, deviation: Floats, open_: list[Requirement]) -> list[Requirement]:
        """The requirements that this deviation does not prove."""
        left = []
        for one in open_:
            if respects(deviation, one):
                self._proofs.setdefault(one, []).append(deviation)
            else:
                left.append(one)
        return left


def more(space: Table, hidden: Floats) -> Floats:
    """The cut that asks for anything besides `hidden`, a pattern known to fail with all inside it."""
    return np.where(space.free & (hidden < 0.5), 1.0, 0.0)
