"""Which attackers are proven harmless, by tables that they cannot rule out.

A *witness* is a whole table that agrees with everything published. If its figure for an unsafe cell lies
beyond the protection, and it respects what a declarant knows, that declarant cannot come closer. Each
witness is checked here, term by term: no verdict rests on the word of a solver, or on that of the optimiser.
"""

import numpy as np

from dp_ruptures.disclosure.referee.targets import Knowledge, Targets
from dp_ruptures.disclosure.referee.view import Booleans, Floats, View, is_table, is_whole

ROUNDING = 1e-6


def allowed(amount: Floats | float) -> Floats:
    """What rounding may take from a distance: a millionth of a unit, or of a thousandth of large amounts."""
    return np.asarray(ROUNDING * np.maximum(1.0, 1e-3 * np.asarray(amount)))


class Coverage:
    """`open[t, a]`: attacker `a` is not yet proven harmless to target `t`."""

    def __init__(self, part: View, aims: Targets, known: Knowledge) -> None:
        """Nobody is harmless at first, but a cell's sole declarant, who has nothing to learn there."""
        self.part, self.aims, self.known = part, aims, known
        self.open = np.ones((len(aims), known.outsider + 1), dtype=np.bool_)
        # Targets for which no witness is yet made of whole numbers and whole packs.
        self.fractional = np.full(len(aims), bool(part.step.any()))
        # What is left to protect from a declarant of the cell itself: never less than their own figure.
        self.short: list[dict[int, float]] = [{} for _ in range(len(aims))]
        for target in range(len(aims)):
            self._declarants(target)
        self.declared = np.array([bool(short) for short in self.short], dtype=np.bool_)
        # How many attackers are proven harmless, target by target.
        self.closed = 0
        # Targets that somebody may still reach: the others need no further look.
        self.pending = np.ones(len(aims), dtype=np.bool_)

    def _declarants(self, target: int) -> None:
        column, sign, amount = (x[target] for x in (self.aims.column, self.aims.sign, self.aims.amount))
        for entry in range(self.known.start[column], self.known.start[column + 1]):
            who, room = self.known.who[entry], float(self.part.truth[column] - self.known.own[entry])
            if self.known.only[entry] or (sign < 0 and room <= ROUNDING):
                self.open[target, who] = False
            elif sign < 0 and room < amount:
                self.short[target][int(who)] = room

    def needed(self, target: int, attackers: Booleans) -> float:
        """The distance at which all of these attackers must be kept."""
        own = [self.short[target].get(int(a), np.inf) for a in np.flatnonzero(attackers)]
        return float(min(self.aims.amount[target], max(own, default=np.inf)))

    def moved(self, figures: Floats) -> Floats:
        """How far a table goes towards every target."""
        away = figures[self.aims.column] - self.part.truth[self.aims.column]
        return np.asarray(self.aims.sign * away)

    def learn(self, figures: Floats) -> bool:
        """Closes all that this table proves; False, and nothing is closed, when it is not a table."""
        if not is_table(self.part, figures):
            return False
        distance = self.moved(figures)
        reached = distance >= self.aims.amount - allowed(self.aims.amount)
        refuted = self._refute(figures)
        for target in np.flatnonzero(reached & self.pending):
            self._close(int(target), refuted)
        if self.fractional.any() and is_whole(self.part, figures):
            self.fractional &= ~reached
        for target in np.flatnonzero((distance > ROUNDING) & self.pending & self.declared):
            self._learn_short(int(target), figures, float(distance[target]))
        return True

    def _close(self, target: int, refuted: Booleans) -> None:
        """Only those who refute the table stay open."""
        still = self.open[target] & refuted
        self.closed += int(np.count_nonzero(self.open[target]) - np.count_nonzero(still))
        self.open[target], self.pending[target] = still, still.any()

    def _learn_short(self, target: int, figures: Floats, distance: float) -> None:
        """A declarant of the cell is met on the way: between the truth and a table, all are tables."""
        for who, room in self.short[target].items():
            share = room / distance
            if self.open[target, who] and share <= 1 + ROUNDING:
                nearer = self.part.truth + min(1.0, share) * (figures - self.part.truth)
                refuted = np.ones(self.open.shape[1], dtype=np.bool_)
                refuted[who] = self._refute(nearer)[who]
                self._close(target, refuted)

    def _refute(self, figures: Floats) -> Booleans:
        """The attackers whose own declarations rule this table out."""
        known = self.known
        figure = figures[known.column]
        wrong = figure < known.own - ROUNDING
        wrong |= known.only & (np.abs(figure - self.part.truth[known.column]) > ROUNDING)
        refuted = np.zeros(known.outsider + 1, dtype=np.bool_)
        refuted[known.who[wrong]] = True
        return refuted
