"""Deviations that prove requirements: one that still fits proves them again, without a program."""

import numpy as np

from dp_ruptures.disclosure.optimiser.requirement import Requirement, respects
from dp_ruptures.disclosure.optimiser.table import Booleans, Floats, Integers, Table

ROUNDING = 1e-7


class Proofs:
    """Requirements are numbered in the order in which they come; so are the deviations kept."""

    def __init__(self, space: Table) -> None:
        """Nothing is proven yet."""
        self.space = space
        self.requirements: list[Requirement] = []
        # Of every deviation kept: the figures it moves, and to what extent these must be hidden for it.
        self._moved: list[Integers] = []
        self._extent: list[Floats] = []
        self._proven: list[Integers] = []

    def require(self, wanted: list[Requirement]) -> None:
        """More requirements, not proven by anything yet."""
        self.requirements += wanted
        self.aim = np.array([one.variable for one in self.requirements], np.int64)
        self._sign = np.array([one.sign for one in self.requirements], np.float64)
        self._least = np.array([one.least for one in self.requirements], np.float64)
        self._inside = np.array([one.scenario is not None for one in self.requirements], np.bool_)

    def learn(self, deviation: Floats) -> Integers:
        """The requirements that this deviation proves; it is kept if there are any."""
        proven = self._sign * deviation[self.aim] >= self._least
        for number in np.flatnonzero(proven & self._inside):
            proven[number] = respects(deviation, self.requirements[number])
        numbers = np.flatnonzero(proven)
        if len(numbers):
            moved = np.flatnonzero(np.abs(deviation) > ROUNDING)
            room = np.where(deviation > 0, self.space.above, self.space.below)[moved]
            self._moved.append(moved)
            self._extent.append(np.minimum(np.abs(deviation[moved]) / np.maximum(room, ROUNDING), 1.0))
            self._proven.append(numbers)
        return numbers

    def standing(self, hidden: Floats) -> Booleans:
        """Which requirements are proven when cells are hidden to this extent."""
        proven = np.zeros(len(self.requirements), np.bool_)
        for fitting in np.flatnonzero(self._fits(hidden)):
            proven[self._proven[fitting]] = True
        return proven

    def _fits(self, hidden: Floats) -> Booleans:
        if not self._moved:
            return np.zeros(0, np.bool_)
        starts = np.concatenate([[0], np.cumsum([len(moved) for moved in self._moved])[:-1]])
        enough = np.concatenate(self._extent) <= hidden[np.concatenate(self._moved)] + ROUNDING
        return np.asarray(np.logical_and.reduceat(enough, starts))
