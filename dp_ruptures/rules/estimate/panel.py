"""What is known of every pharmacy, silent ones included: where it stands and what it has said so far."""

from dataclasses import dataclass
from functools import cached_property
from typing import SupportsFloat

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Panel:
    """One row per active pharmacy, one column per week, the estimated week last.

    `units`: what was declared, NaN where nothing was; 0 both when out and when not stocked.
    `out`: which part of the item's products the pharmacy stocks was at zero (0 to 1; anything where silent).
    `area`: the number of its département; `region`: the région's number of each département.
    """

    units: Floats
    out: Floats
    area: Integers
    region: Integers

    @cached_property
    def known(self) -> Flags:
        """Who answered when."""
        return np.isfinite(self.units)

    @cached_property
    def figures(self) -> Floats:
        """The units, 0 where nothing was declared: for sums that know who answered."""
        return np.where(self.known, self.units, 0.0)

    @cached_property
    def emptiness(self) -> Floats:
        """The part at zero, 0 where nothing was declared."""
        return np.where(self.known, self.out, 0.0)

    @cached_property
    def shown(self) -> Integers:
        """What each week shows of each one: 0 nothing (silent), 1 all in stock, 2 some out, 3 none left."""
        state = np.where(self.emptiness >= 1, 3, np.where(self.emptiness > 0, 2, 1))
        return np.where(self.known, state, 0).astype(np.int64)

    @cached_property
    def states(self) -> Floats:
        """The part at zero in the three states of a respondent: 0, what it is on average between, and 1."""
        some = self.shown == 2
        return np.array([0.0, self.emptiness[some].mean() if some.any() else 0.5, 1.0])

    @property
    def weeks(self) -> int:
        """The weeks of the panel, the estimated one included."""
        return int(self.units.shape[1])

    @cached_property
    def answered(self) -> Flags:
        """Who answered in the estimated week."""
        return np.asarray(self.known[:, -1])

    @cached_property
    def answers_before(self) -> Integers:
        """In how many of the weeks before each one answered."""
        return np.asarray(self.known[:, :-1].sum(axis=1), np.int64)

    @cached_property
    def recent(self) -> Flags:
        """Who answered in the week just before: older figures are never carried forward."""
        return np.asarray(self.known[:, -2]) if self.weeks > 1 else np.zeros(len(self.units), np.bool_)

    @cached_property
    def last(self) -> Floats:
        """The figure of the week just before, 0 for who gave none."""
        return np.asarray(self.figures[:, -2]) if self.weeks > 1 else np.zeros(len(self.units))

    @cached_property
    def last_emptiness(self) -> Floats:
        """The part at zero in the week just before."""
        return np.asarray(self.emptiness[:, -2]) if self.weeks > 1 else np.zeros(len(self.units))

    def by_area(self, amounts: Floats) -> Floats:
        """Sums of a figure of the pharmacies over each département."""
        return sum_by(self.area, amounts, len(self.region))


def sum_by(groups: Integers, amounts: Floats | Flags, count: int) -> Floats:
    """The sum of `amounts` over each of `count` groups."""
    return np.asarray(np.bincount(groups, np.asarray(amounts, np.float64), count), np.float64)


def ratio(over: Floats, under: Floats) -> Floats:
    """Quotients, 0 where there is nothing to divide by."""
    return np.divide(over, under, out=np.zeros_like(over), where=under > 0)


def quotient(over: SupportsFloat, under: SupportsFloat) -> float:
    """The same of two figures."""
    return float(over) / float(under) if float(under) > 0 else 0.0


def numbered(classes: Integers) -> tuple[Integers, int]:
    """The same classes numbered from 0 without a gap, and how many there are."""
    found, numbers = np.unique(classes, return_inverse=True)
    return np.asarray(numbers, np.int64), len(found)


def thirds(amounts: Floats, among: Flags) -> Integers:
    """0, 1 or 2: the third of those `among` in which each amount lies."""
    if not among.any():
        return np.zeros(len(amounts), np.int64)
    # A size that is the very bound must not change sides with the last bit, when units become boxes.
    rounded = amounts.round(9)
    return np.searchsorted(np.quantile(rounded[among], (1 / 3, 2 / 3)), rounded).astype(np.int64)
