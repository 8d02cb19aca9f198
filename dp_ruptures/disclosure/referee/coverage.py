"""Which attackers are proven harmless, by tables that they cannot rule out.

A *witness* is a whole table that agrees with everything published. If its figure for an unsafe cell lies
beyond the protection, and it respects what a declarant knows, that declarant cannot come closer. Each
witness is checked here, term by term: no verdict rests on the word of a solver, or on that of the optimiser.
"""

import numpy as np

from dp_ruptures.disclosure.referee.targets import Knowledge, Targets
from dp_ruptures.disclosure.referee.view import Booleans, Floats, Integers, View, is_table, is_whole

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
        # How many attackers are proven harmless, target by target.
        self.closed = 0
        # Targets that somebody may still reach: the others need no further look.
        self.pending = np.ones(len(aims), dtype=np.bool_)
        # What each entry of a declarant's knowledge lets a table say.
        truth = part.truth[known.column]
        self._floor = np.where(known.only, truth, known.own) - ROUNDING
        self._ceiling = np.where(known.only, truth, np.inf) + ROUNDING
        self._least = aims.amount - allowed(aims.amount)
        self._declarants()

    def _declarants(self) -> None:
        """From a declarant of the cell itself there is less to protect: never less than their own figure.

        `short_*` hold one entry per such (target, declarant), sorted by target.
        """
        known, column = self.known, self.aims.column
        sizes = known.start[column + 1] - known.start[column]
        target = np.repeat(np.arange(len(self.aims)), sizes)
        skipped = known.start[column] - (np.cumsum(sizes) - sizes)
        entry = np.arange(len(target)) + np.repeat(skipped, sizes)
        who, room = known.who[entry], self.part.truth[column[target]] - known.own[entry]
        down = self.aims.sign[target] < 0
        harmless = known.only[entry] | (down & (room <= ROUNDING))
        self.open[target[harmless], who[harmless]] = False
        short = ~harmless & down & (room < self.aims.amount[target])
        self.short_target, self.short_who, self.short_room = target[short], who[short], room[short]
        self._short_start = np.searchsorted(self.short_target, np.arange(len(self.aims) + 1))

    def needed(self, target: int, attackers: Booleans) -> float:
        """The distance at which all of these attackers must be kept."""
        span = slice(self._short_start[target], self._short_start[target + 1])
        rooms = self.short_room[span][attackers[self.short_who[span]]]
        everyone = len(rooms) > 0 and len(rooms) == np.count_nonzero(attackers)
        return float(min(self.aims.amount[target], rooms.max() if everyone else np.inf))

    def moved(self, figures: Floats) -> Floats:
        """How far a table goes towards every target."""
        away = figures[self.aims.column] - self.part.truth[self.aims.column]
        return np.asarray(self.aims.sign * away)

    def learn(self, figures: Floats) -> bool:
        """Closes all that this table proves; False, and nothing is closed, when it is not a table."""
        if not is_table(self.part, figures):
            return False
        distance = self.moved(figures)
        reached, nearer = self._reached(distance), self._met_on_the_way(distance)
        self._close(np.flatnonzero(reached & self.pending), self._refute(figures))
        if self.fractional.any() and is_whole(self.part, figures):
            self.fractional &= ~reached
        for entry in nearer:
            self._learn_short(int(entry), figures, distance)
        return True

    def learn_again(self, figures: Floats) -> None:
        """A witness of another pattern: looked at only if it would prove something."""
        distance = self.moved(figures)
        new = self._reached(distance) & (self.pending | self.fractional)
        if new.any() or len(self._met_on_the_way(distance)):
            self.learn(figures)

    def _reached(self, distance: Floats) -> Booleans:
        return np.asarray(distance >= self._least)

    def _met_on_the_way(self, distance: Floats) -> Integers:
        """Declarants of a cell that a table far enough for them may keep away: their entries."""
        enough = self.short_room <= distance[self.short_target] * (1 + ROUNDING)
        moved = distance[self.short_target] > ROUNDING
        return np.flatnonzero(enough & moved & self.open[self.short_target, self.short_who])

    def _close(self, targets: Integers, refuted: Booleans) -> None:
        """Only those who refute the table stay open."""
        before = self.open[targets]
        after = before & refuted
        self.closed += int(np.count_nonzero(before) - np.count_nonzero(after))
        self.open[targets], self.pending[targets] = after, after.any(axis=1)

    def _learn_short(self, entry: int, figures: Floats, distance: Floats) -> None:
        """A declarant of the cell is met on the way: between the truth and a table, all are tables."""
        target, who = self.short_target[entry], self.short_who[entry]
        if self.open[target, who]:
            share = min(1.0, self.short_room[entry] / distance[target])
            if not self._refutes(int(who), self.part.truth + share * (figures - self.part.truth)):
                self.open[target, who], self.closed = False, self.closed + 1
                self.pending[target] = self.open[target].any()

    def _refute(self, figures: Floats) -> Booleans:
        """The attackers whose own declarations rule this table out."""
        figure = figures[self.known.column]
        refuted = np.zeros(self.known.outsider + 1, dtype=np.bool_)
        refuted[self.known.who[(figure < self._floor) | (figure > self._ceiling)]] = True
        return refuted

    def _refutes(self, who: int, figures: Floats) -> bool:
        """True when this attacker's own declarations rule this table out."""
        entries = self.known.of(who)
        figure = figures[self.known.column[entries]]
        return bool(((figure < self._floor[entries]) | (figure > self._ceiling[entries])).any())
