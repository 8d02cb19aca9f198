"""The verdict on a pattern."""

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from dp_ruptures.disclosure.checks import check
from dp_ruptures.disclosure.instance import Instance
from dp_ruptures.disclosure.owners import holdings
from dp_ruptures.disclosure.pattern import Pattern
from dp_ruptures.disclosure.primary import Protection
from dp_ruptures.disclosure.referee.coverage import Coverage
from dp_ruptures.disclosure.referee.integers import integer_violations
from dp_ruptures.disclosure.referee.intervals import intervals
from dp_ruptures.disclosure.referee.prove import Search
from dp_ruptures.disclosure.referee.simplex import Simplex
from dp_ruptures.disclosure.referee.targets import knowledge, targets
from dp_ruptures.disclosure.referee.view import Floats, Integers, View, split, view
from dp_ruptures.disclosure.report import AuditReport, Violation
from dp_ruptures.disclosure.sensitive import primary


def audit(instance: Instance, pattern: Pattern) -> AuditReport:
    """Every attack of the rules against what `pattern` publishes of `instance`."""
    check(instance)
    return Referee(instance).report(pattern.hidden)


class Referee:
    """Audits patterns of one instance; witnesses of one pattern are tried, and checked again, on the next."""

    def __init__(self, instance: Instance) -> None:
        """Works out what is unsafe for itself: it does not ask the pattern."""
        self.instance = instance
        self.ids = [cell.id for cell in instance.cells]
        self.asked: dict[str, Protection] = primary(instance)
        self.held = holdings(instance) if instance.insiders and instance.contributions else None
        # The cells that each moves, and their figures.
        self.witnesses: list[tuple[Integers, Floats]] = []
        # How many linear programs it took.
        self.programs = 0

    def violations(self, hidden: frozenset[str]) -> list[Violation]:
        """Every attack that succeeds, without the intervals; other patterns are to follow."""
        return list(self._examine(hidden, None, {}, lasting=True))

    def report(self, hidden: frozenset[str], *, intervals: bool = True) -> AuditReport:
        """Every attack that succeeds, and, with `intervals`, what an outside reader can establish."""
        started = perf_counter()
        found: dict[str, tuple[float, float]] = {}
        checked = {"cells": len(self.asked), "hidden": len(hidden), "insiders": 0, "integer": 0}
        violations = tuple(self._examine(hidden, found if intervals else None, checked, lasting=False))
        ordered = {id_: found[id_] for id_ in sorted(self.asked) if id_ in found}
        return AuditReport(violations, ordered, checked, perf_counter() - started)

    def _examine(
        self,
        hidden: frozenset[str],
        found: dict[str, tuple[float, float]] | None,
        checked: dict[str, int],
        *,
        lasting: bool,
    ) -> Iterator[Violation]:
        whole = view(self.instance, hidden)
        unknown = {self.ids[cell] for cell in whole.cells}
        yield from (Violation(id_, "published") for id_ in self.asked if id_ not in unknown)
        for part in split(whole):
            columns = [c for c, cell in enumerate(part.cells) if self.ids[cell] in self.asked]
            if columns:
                simplex = Simplex(part)
                yield from self._attack(part, simplex, checked, lasting=lasting)
                if found is not None:
                    exact = intervals(part, simplex, columns)
                    found.update({self.ids[part.cells[c]]: interval for c, interval in exact.items()})

    def _attack(
        self, part: View, simplex: Simplex, checked: dict[str, int], *, lasting: bool
    ) -> Iterator[Violation]:
        known = knowledge(part, self.held)
        coverage = Coverage(part, targets(part, self.ids, self.asked), known)
        if checked:
            checked["insiders"] += int(coverage.open[:, : known.outsider].sum())
            checked["integer"] += len(set(coverage.aims.column[coverage.fractional].tolist()))
        self._recall(coverage)
        search = Search(coverage, simplex, lasting=lasting)
        leaks = list(search.violations())
        self.programs += search.programs
        self._remember(part, search.tables)
        for target, attacker, furthest in leaks:
            owner = None if self.held is None or attacker == known.outsider else int(known.names[attacker])
            yield self._violation(
                coverage, target, "insider" if owner is not None else "outsider", furthest, owner
            )
        open_to_all = {target for target, attacker, _ in leaks if attacker == known.outsider}
        for target in integer_violations(coverage):
            if target not in open_to_all:
                yield self._violation(coverage, target, "integer", 0.0, None)

    def _recall(self, coverage: Coverage) -> None:
        """Tries the witnesses of earlier patterns that move this part and nothing outside it."""
        cells = coverage.part.cells
        place = np.full(len(self.ids), -1)
        place[cells] = np.arange(len(cells))
        for moved, figures in reversed(self.witnesses):
            where = place[moved]
            if where[0] >= 0 and where.min() >= 0:
                table = coverage.part.truth.copy()
                table[where] = figures
                coverage.learn_again(table)

    def _remember(self, part: View, tables: list[Floats]) -> None:
        """A witness is kept as the figures that it moves."""
        for figures in tables:
            moved = np.flatnonzero(np.abs(figures - part.truth) > 1e-9)
            if len(moved):
                self.witnesses.append((part.cells[moved], figures[moved]))

    def _violation(
        self, coverage: Coverage, target: int, attack: str, furthest: float, owner: int | None
    ) -> Violation:
        column, sign = coverage.aims.column[target], int(coverage.aims.sign[target])
        truth = float(coverage.part.truth[column])
        who = None if owner is None or self.held is None else owner
        aim = float(coverage.aims.amount[target])
        if who is not None:
            attacker = np.arange(coverage.known.outsider + 1) == np.searchsorted(coverage.known.names, who)
            aim = coverage.needed(target, attacker)
        name = self.held.names[who] if self.held is not None and who is not None else None
        cell = self.ids[coverage.part.cells[column]]
        return Violation(cell, attack, sign > 0, truth + sign * aim, truth + sign * furthest, name)
