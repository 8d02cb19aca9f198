"""Solve, audit, add what the audit found, solve again: the least costly safe pattern."""

from dataclasses import replace
from time import perf_counter

import numpy as np

from dp_ruptures.disclosure.checks import check
from dp_ruptures.disclosure.errors import Unprotectable
from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.optimiser.master import Master
from dp_ruptures.disclosure.optimiser.requirement import Requirement, requirement
from dp_ruptures.disclosure.optimiser.separate import Separation, more
from dp_ruptures.disclosure.optimiser.start import Start
from dp_ruptures.disclosure.optimiser.table import Booleans, table
from dp_ruptures.disclosure.pattern import Pattern
from dp_ruptures.disclosure.referee.audit import Referee
from dp_ruptures.disclosure.report import Violation

# The relaxation is left for whole choices when a round of cuts lifts its bound by less than this share.
STALLED = 5e-4
ROUNDING = 1e-6


class Protection:
    """One run of the optimiser."""

    def __init__(self, instance: Instance, seconds: float) -> None:
        """`seconds` limits the search for the optimum, never the search for a first safe pattern."""
        self.instance = instance
        self.began = perf_counter()
        self.deadline = self.began + seconds
        self.referee = Referee(instance)
        self.space = table(instance, self.referee.asked)
        self.master = Master(self.space)
        self.separation = Separation(self.space)
        self.start = Start(self.space)
        self.learnt: set[tuple[str, bool, str | None]] = set()
        self.bound = 0.0

    def run(self) -> Pattern:
        """The best pattern found, audited."""
        return self._pattern(self._improve(self._first()))

    def _late(self) -> bool:
        return perf_counter() >= self.deadline

    def _cost(self, chosen: Booleans) -> float:
        return float(self.space.cost[chosen].sum())

    def _first(self) -> Booleans:
        """A safe pattern, cheap but not the cheapest; what its audits find is required of the optimum too."""
        asked = [
            Requirement(self.space.variable[id_], sign, float(amount))
            for id_, (upper, lower) in self.referee.asked.items()
            for sign, amount in ((1, upper), (-1, lower))
            if amount > 0
        ]
        self._require(asked)
        return self._secure(self.start.widen(self.space.unsafe, self.separation.requirements))

    def _secure(self, hidden: Booleans) -> Booleans:
        """This pattern, and what its audits ask for besides."""
        while violations := self.referee.violations(self.space.hidden(hidden)):
            wider = self._widen(hidden, self._learn(violations))
            if (wider == hidden).all():
                raise Unprotectable("Protection impossible : " + violations[0].text())
            hidden = wider
        return hidden

    def _require(self, wanted: list[Requirement]) -> bool:
        cuts = self.separation.require(wanted)
        if cuts:
            self.master.add(cuts)
        return bool(cuts)

    def _learn(self, violations: list[Violation]) -> list[Requirement]:
        """New requirements that would have stopped these attacks; whole-number attacks have none."""
        new = [v for v in violations if v.attack != "integer" and key_of(v) not in self.learnt]
        self.learnt |= {key_of(v) for v in new}
        found = [requirement(self.space, self.instance, v) for v in new]
        return found if self._require(found) else []

    def _widen(self, hidden: Booleans, wanted: list[Requirement]) -> Booleans:
        """What linear programs ask for; against whole-number attacks, every neighbour of what is hidden."""
        if wanted:
            return self.start.widen(hidden, wanted)
        links = np.abs(self.space.matrix)
        near: Booleans = np.asarray(links.T @ (links @ hidden.astype(float)) > 0)
        return hidden | (self.space.free & near)

    def _improve(self, best: Booleans) -> Booleans:
        """Down to the optimum, or to the deadline."""
        self._relax()
        near = best
        while not self._late():
            choice = self.master.solve(best, self.deadline - perf_counter())
            self.bound = max(self.bound, choice.bound)
            if not choice.proven:
                break
            cuts, repaired = self.separation.repair(choice.hidden)
            near = min(near, repaired, key=self._cost)
            if cuts:
                self.master.add(cuts)
            elif self._accept(repaired):
                return repaired
        return best if near is best else min(best, self._secure(near), key=self._cost)

    def _relax(self) -> None:
        """Fractional choices: quick, and however little time there is, one of them gives a bound."""
        last = -1.0
        while True:
            choice = self.master.relaxed()
            self.bound = max(self.bound, choice.bound)
            if self._late() or choice.bound <= last * (1 + STALLED):
                return
            last = choice.bound
            cuts = self.separation.cuts(choice.hidden)
            if not cuts:
                return
            self.master.add(cuts)

    def _accept(self, chosen: Booleans) -> bool:
        """The audit's word on a pattern that meets all requirements known so far."""
        violations = self.referee.violations(self.space.hidden(chosen))
        if violations and not self._learn(violations):
            self.master.add([more(self.space, chosen.astype(float))])
        return not violations

    def _pattern(self, best: Booleans) -> Pattern:
        """The result, once more audited, this time with the intervals."""
        hidden = self.space.hidden(best)
        report = self.referee.report(hidden)
        if not report.ok:
            raise RuntimeError(f"unsafe pattern: {report.violations[0].cell}")
        primary = tuple(id_ for id_ in self.space.ids if id_ in self.referee.asked)
        secondary = tuple(id_ for id_ in self.space.ids if id_ in hidden and id_ not in self.referee.asked)
        cost = self._cost(best)
        # Whole costs make the next whole number a bound too.
        bound = float(np.ceil(self.bound - ROUNDING)) if self.master.whole else self.bound
        return Pattern(primary, secondary, cost, min(bound, cost), perf_counter() - self.began, report)


def key_of(violation: Violation) -> tuple[str, bool, str | None]:
    """Who reaches which side of what: learnt once, it cannot come back but by rounding."""
    return violation.cell, violation.upward, violation.owner


def protect(instance: Instance, *, time_limit: float | None = None) -> Pattern:
    """The pattern of least cost that no attacker can see through, with its audit and its proven gap.

    `time_limit` in seconds bounds the search for the optimum: a first safe pattern is always found, unless
    none exists, which raises `Unprotectable`.
    """
    check(instance)
    return Protection(_in_order(instance), float("inf") if time_limit is None else time_limit).run()


def _in_order(instance: Instance) -> Instance:
    """The same table with its cells and contributions sorted: of two patterns that cost the same, the one
    that is found first must not depend on the order of a file.
    """
    return replace(
        instance,
        cells=tuple(sorted(instance.cells, key=lambda c: c.id)),
        contributions=tuple(sorted(instance.contributions, key=lambda c: (c.owner, c.cell, c.value))),
    )
