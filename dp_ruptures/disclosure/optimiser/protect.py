"""Solve, audit, add what the audit found, solve again: the least costly safe pattern."""

from collections.abc import Iterable
from time import perf_counter, thread_time

import numpy as np

from dp_ruptures.disclosure.checks import check
from dp_ruptures.disclosure.errors import Attack, Unprotectable
from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.optimiser.expected import owed
from dp_ruptures.disclosure.optimiser.master import Master
from dp_ruptures.disclosure.optimiser.requirement import Requirement, requirement
from dp_ruptures.disclosure.optimiser.separate import Separation, more
from dp_ruptures.disclosure.optimiser.table import Booleans, Floats, table
from dp_ruptures.disclosure.pattern import Pattern
from dp_ruptures.disclosure.referee.audit import Referee
from dp_ruptures.disclosure.report import Violation

# The relaxation is left for whole choices when a round of cuts lifts its bound by less than this share.
STALLED = 5e-4
ROUNDING = 1e-6


class Protection:
    """One run of the optimiser."""

    def __init__(
        self,
        instance: Instance,
        seconds: float,
        *,
        intervals: bool = True,
        expected: Iterable[Attack] = (),
    ) -> None:
        """`seconds` limits the search for the optimum, never the search for a first safe pattern.

        They are seconds of this thread's own work: on a busy machine the pattern comes later, not worse.
        """
        self.intervals, self.expected = intervals, frozenset(expected)
        self.instance = instance
        self.began = perf_counter()
        self.deadline = thread_time() + seconds
        self.referee = Referee(instance)
        self.space = table(instance, self.referee.asked)
        self.master = Master(self.space)
        self.separation = Separation(self.space)
        self.learnt: set[tuple[str, bool, str | None]] = set()
        self.bound = 0.0

    def run(self) -> Pattern:
        """The best pattern found, audited."""
        try:
            return self._pattern(self._improve(self._first()))
        except Unprotectable as stuck:
            # Whoever gives figures up for this one wants to know of the others now, not run after run.
            others = self.separation.impossible()
            programs = self.referee.programs + self.separation.programs
            raise Unprotectable(str(stuck), stuck.cell, others, frozenset(self.learnt), programs) from stuck

    def _late(self) -> bool:
        return thread_time() >= self.deadline

    def _cost(self, chosen: Booleans) -> float:
        return float(self.space.cost[chosen].sum())

    def _first(self) -> Booleans:
        """A choice near the optimum that meets what is required so far and what its audit asks for."""
        self.separation.require(
            Requirement(self.space.variable[id_], sign, float(amount))
            for id_, (upper, lower) in sorted(self.referee.asked.items())
            for sign, amount in ((1, upper), (-1, lower))
            if amount > 0
        )
        self._expect()
        near = self._rounded()
        return near if self._late() or self._accept(near) else self._rounded()

    def _expect(self) -> None:
        """Requires from the start what would stop the attacks that another pattern of such figures met.

        All declarants are attackers: what is asked for is owed to them in any case.
        """
        self._learn(list(owed(self.instance, self.referee.asked, self.expected)))

    def _rounded(self) -> Booleans:
        """The relaxation's choice, made whole and mended."""
        return self._mended(self._relax() > 0.5)

    def _mended(self, chosen: Booleans) -> Booleans:
        cuts, mended = self.separation.repair(chosen.astype(float))
        self.master.add(cuts)
        return mended

    def _relax(self) -> Floats:
        """Fractional choices: quick, and however little time there is, one of them gives a bound."""
        last = -1.0
        while True:
            choice = self.master.relaxed()
            self.bound = max(self.bound, choice.bound)
            if self._late() or choice.bound <= last * (1 + STALLED):
                return choice.hidden
            last = choice.bound
            cuts = self.separation.cuts(choice.hidden)
            if not cuts:
                return choice.hidden
            self.master.add(cuts)

    def _improve(self, near: Booleans) -> Booleans:
        """From a choice that meets all requirements known so far, down to the optimum, or to the deadline."""
        while not self._late():
            choice = self.master.solve(near, self.deadline - thread_time())
            self.bound = max(self.bound, choice.bound)
            if not choice.proven:
                break
            cuts, repaired = self.separation.repair(choice.hidden)
            self.master.add(cuts)
            near = min(near, repaired, key=self._cost)
            if not cuts:
                if self._accept(repaired):
                    return repaired
                near = self._mended(near)
        return self._secure(near)

    def _secure(self, hidden: Booleans) -> Booleans:
        """This pattern, and what its audits ask for besides."""
        while violations := self.referee.violations(self.space.hidden(hidden)):
            wider = self._mended(hidden) if self._learn(violations) else hidden
            wider = self._beside(hidden) if (wider == hidden).all() else wider
            if (wider == hidden).all():
                raise Unprotectable("Protection impossible : " + violations[0].text(), violations[0].cell)
            hidden = wider
        return hidden

    def _beside(self, hidden: Booleans) -> Booleans:
        """Against whole-number attacks, and where roundings differ: every neighbour of what is hidden."""
        links = np.abs(self.space.matrix)
        near: Booleans = np.asarray(links.T @ (links @ hidden.astype(float)) > 0)
        return hidden | (self.space.free & near)

    def _learn(self, violations: list[Violation]) -> bool:
        """Requires what would have stopped these attacks; whole-number attacks have no such requirement."""
        # In an order that is not that of a file: of two patterns of one cost, always the same comes out.
        found = sorted((v for v in violations if v.attack != "integer"), key=by_name)
        new = [v for v in found if key_of(v) not in self.learnt]
        self.learnt |= {key_of(v) for v in new}
        self.separation.require(requirement(self.space, self.instance, v) for v in new)
        return bool(new)

    def _accept(self, chosen: Booleans) -> bool:
        """The audit's word on a pattern that meets all requirements known so far."""
        violations = self.referee.violations(self.space.hidden(chosen))
        if violations and not self._learn(violations):
            self.master.add([more(self.space, chosen.astype(float))])
        return not violations

    def _pattern(self, best: Booleans) -> Pattern:
        """The result, once more audited, this time with the intervals if they are wanted."""
        hidden = self.space.hidden(best)
        report = self.referee.report(hidden, intervals=self.intervals)
        if not report.ok:
            raise RuntimeError(f"unsafe pattern: {report.violations[0].cell}")
        primary = tuple(sorted(self.referee.asked))
        secondary = tuple(sorted(hidden - self.referee.asked.keys()))
        cost = self._cost(best)
        # Whole costs make the next whole number a bound too.
        bound = float(np.ceil(self.bound - ROUNDING)) if self.master.whole else self.bound
        return Pattern(primary, secondary, cost, min(bound, cost), perf_counter() - self.began, report)


def key_of(violation: Violation) -> tuple[str, bool, str | None]:
    """Who reaches which side of what: learnt once, it cannot come back but by rounding."""
    return violation.cell, violation.upward, violation.owner


def by_name(violation: Violation) -> tuple[str, bool, str]:
    """An order of attacks that does not depend on that of the instance."""
    return violation.cell, violation.upward, violation.owner or ""


def protect(
    instance: Instance,
    *,
    time_limit: float | None = None,
    intervals: bool = True,
    expected: Iterable[Attack] = (),
) -> Pattern:
    """The pattern of least cost that no attacker can see through, with its audit and its proven gap.

    `time_limit` in seconds bounds the search for the optimum: a first safe pattern is always found, unless
    none exists, which raises `Unprotectable`. Whoever audits the pattern again may do without `intervals`.
    `expected`: the attacks that another pattern of such figures met; they change how soon, not what is found.
    """
    check(instance)
    seconds = float("inf") if time_limit is None else time_limit
    return Protection(instance, seconds, intervals=intervals, expected=expected).run()
