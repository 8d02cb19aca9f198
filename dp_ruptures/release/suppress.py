"""What a release withholds: the table through the disclosure library, then through its audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dp_ruptures import disclosure, french
from dp_ruptures.disclosure.errors import Attack, Unprotectable
from dp_ruptures.disclosure.primary import Protection, is_unsafe_summary
from dp_ruptures.errors import Refused
from dp_ruptures.release.former import CellKey, Memory, Secret
from dp_ruptures.release.instance import MERELY_HIDDEN, Forced, instance_of, is_withheld_anyway, stale_names
from dp_ruptures.release.naming import Names, names_of
from dp_ruptures.release.past import hidden_leaves
from dp_ruptures.release.solving import FAILED, Effort, solved
from dp_ruptures.release.states import Panel
from dp_ruptures.release.table import Contribution, Figure, Table

POLICY = disclosure.Rules()
PUBLISHED, WITHHELD, EMPTY = "publie", "secret", "sans_donnee"
_LEAKS = "{count} trop proches de ce qu'un lecteur peut déduire"


@dataclass(frozen=True)
class Suppression:
    """The state of every cell, the withheld figures, the pattern that hides them and its audit.

    `unsafe`: the cells withheld for their own sake.
    """

    status: Mapping[CellKey, str]
    secrets: Mapping[CellKey, Secret]
    pattern: disclosure.Pattern
    audit: disclosure.AuditReport
    unsafe: frozenset[CellKey] = frozenset()


def suppress(
    table: Table,
    memory: Memory,
    panel: Panel,
    published: Mapping[CellKey, int],
    *,
    finest: str,
    effort: Effort,
    rules: disclosure.Rules = POLICY,
) -> Suppression:
    """Hide the least that keeps every attacker away, those who remember earlier releases included.

    `published` are the figures of the last release; levels finer than `finest` are withheld. Raises
    Unprotectable when no pattern is safe, Refused when the audit fails.
    """
    if not table.contributions:
        return silence(table)
    names = names_of(table, memory, panel)
    older = _older(names, memory, panel)
    # What would be good besides, first; then what must be: whose figures no release ever gave away.
    stuck: list[Unprotectable] = []
    for known, apart in _ever_less(table, published):
        forced = Forced(finest, stale_apart=apart)
        instance = instance_of(table, memory, names, older, known, rules=rules, forced=forced)
        try:
            met = effort.met.union(*(one.attacks for one in stuck))
            pattern = solved(instance, Effort(effort.seconds, met))
        except Unprotectable as found:
            stuck.append(found)
            continue
        report = disclosure.audit(instance, pattern)
        if not report.ok:
            leaks = french.plural(len(report.violations), "cellule", "cellules")
            raise Refused(FAILED.format(fault=_LEAKS.format(count=leaks)))
        return _judged(table, names, instance, pattern, report, finest=finest)
    raise _stuck(stuck)


def _stuck(attempts: Sequence[Unprotectable]) -> Unprotectable:
    """The last one, with all that was met and spent."""
    last, met = attempts[-1], frozenset[Attack]().union(*(one.attacks for one in attempts))
    return Unprotectable(str(last), last.cell, last.cells, met, sum(one.programs for one in attempts))


def _ever_less(table: Table, published: Mapping[CellKey, int]) -> list[tuple[Mapping[CellKey, int], bool]]:
    """What readers are taken to know, and whether old figures are kept apart; each once, if it says more."""
    old = any(figure.stale and figure.declarants for figure in table.figures.values())
    asked: list[tuple[Mapping[CellKey, int], bool]] = [(published, True)] if old else []
    asked.append((published, False))
    return [*asked, ({}, False)] if published else asked


def silence(table: Table) -> Suppression:
    """Nothing shown, so nothing to audit, and nothing that a later release would have to keep apart."""
    nothing = disclosure.AuditReport(())
    status = {key: _status(figure, hidden=True) for key, figure in table.figures.items()}
    return Suppression(status, {}, disclosure.Pattern((), (), audit=nothing), nothing)


def _older(names: Names, memory: Memory, panel: Panel) -> dict[str, list[Contribution]]:
    """Who declared the leaves that earlier releases hide and this one does not show."""
    department = {code: i for i, code in enumerate(panel.departments)}
    found = {}
    for name, (key, state) in hidden_leaves(memory).items():
        if name in names.shown or key[1] not in department or key[3] not in panel.products:
            continue
        holding, column = panel.holdings[panel.states.index(state)], panel.products.index(key[3])
        rows = np.flatnonzero((panel.department == department[key[1]]) & (holding.pharmacies[:, column] > 0))
        found[name] = [Contribution(panel.owners[panel.owner[row]], key, int(holding.units[row, column]))
                       for row in rows]  # fmt: skip
    return found


def _judged(
    table: Table,
    names: Names,
    instance: disclosure.Instance,
    pattern: disclosure.Pattern,
    report: disclosure.AuditReport,
    *,
    finest: str,
) -> Suppression:
    asked, unsafe = disclosure.primary(instance), frozenset(pattern.primary)
    hidden = pattern.hidden | _given_away(instance) | stale_names(table, names)
    withheld = {key for key, one in table.figures.items() if is_withheld_anyway(table.survey, one, finest)}
    status = {
        key: _status(figure, hidden=names.now.get(key) in hidden or key in withheld)
        for key, figure in table.figures.items()
    }
    secrets = {
        key: Secret(figure.units, *(int(side) for side in _owed(instance.cell(names.now[key]), asked)))
        for key, figure in table.figures.items()
        if status[key] == WITHHELD and figure.declarants
    }
    return Suppression(
        status, secrets, pattern, report, frozenset(key for key, name in names.now.items() if name in unsafe)
    )


def _given_away(instance: disclosure.Instance) -> frozenset[str]:
    """Figures known from earlier releases that today's owners make unsafe: said no more, though not undone.

    A pharmacy was sold since, and three owners have become two.
    """
    held = disclosure.holdings(instance)
    return frozenset(
        cell.id
        for place, cell in enumerate(instance.cells)
        if cell.fixed and is_unsafe_summary(held.summary(place), instance.rules)
    )


def _owed(cell: disclosure.Cell, asked: Mapping[str, Protection]) -> Protection:
    """What later releases owe this figure: its declarants' protection, none for being old."""
    return MERELY_HIDDEN if cell.sensitive else asked.get(cell.id, MERELY_HIDDEN)


def _status(figure: Figure, *, hidden: bool) -> str:
    if figure.declarants:
        return WITHHELD if hidden else PUBLISHED
    # Somebody declared, whom the hold keeps out: « no data » would be untrue.
    return WITHHELD if figure.spoken else EMPTY
