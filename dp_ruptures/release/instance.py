"""The table to protect: this week's cells, tied to what the releases before it still hide.

A figure that is carried is one figure in several releases (`naming`), and whoever reads them all has all
their sums at once: their withheld cells stand in the same instance, and a figure once published is known for
good. What nobody declared is known to be empty, and stays out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil

from dp_ruptures import disclosure
from dp_ruptures.disclosure.primary import Protection
from dp_ruptures.release.former import CellKey, Memory
from dp_ruptures.release.naming import Names
from dp_ruptures.release.past import Unknown, tie
from dp_ruptures.release.survey import Survey
from dp_ruptures.release.table import Contribution, Figure, Table, leaves_below, sums_of

# What must stay hidden whatever it costs, without being unsafe itself.
MERELY_HIDDEN = Protection(0, 0)
# A reader takes a figure to lie between half and twice the one published last; a figure that comes near
# these bounds has moved more than a reader can have known.
_AT_MOST, _SURELY = 2, 1.6


@dataclass(frozen=True)
class Forced:
    """What is withheld whoever declared it: levels finer than `finest`, figures too old.

    `stale_apart` keeps old figures from being read off the sums of this one release. Earlier releases
    published them: where that makes it impossible, nothing is owed to them.
    """

    finest: str
    stale_apart: bool


def instance_of(
    table: Table,
    memory: Memory,
    names: Names,
    older: Mapping[str, list[Contribution]],
    published: Mapping[CellKey, int],
    *,
    rules: disclosure.Rules,
    forced: Forced,
) -> disclosure.Instance:
    """The joint instance.

    `older`: contributions to the leaves that earlier releases hide, by name; `published`: what the last
    release said.
    """
    known = _known_for_good(table, names)
    cells = _cells(table, names, known, published)
    free = {cell.id for cell in cells if not cell.fixed}
    sums = dict.fromkeys(_sums(table, names))
    past = tie(free, {_unknown(one, free) for one in sums}, memory, names, table.survey)
    cells = [replace(cell, fixed=True, sensitive=False) if cell.id in past.known else cell for cell in cells]
    contributions = [disclosure.Contribution(one.owner, names.now[one.leaf], one.units)
                     for one in table.contributions]  # fmt: skip
    told = {name for name in past.cells if name not in names.shown}
    instance = disclosure.Instance(
        (*cells, *(cell for name, cell in past.cells.items() if name in told)),
        (*sums, *past.equations),
        (*contributions, *(disclosure.Contribution(one.owner, name, one.units)
                           for name in sorted(told & set(older)) for one in older[name])),
        rules,
    )  # fmt: skip
    return _force(instance, _protections(table, names, forced))


def _sums(table: Table, names: Names) -> Iterator[disclosure.Equation]:
    """Each declared total and its declared parts; of one part alone, it is that part."""
    for total, parts in sums_of(table.survey):
        declared = tuple(names.now[part] for part in parts if part in names.now)
        if len(declared) > 1:
            yield disclosure.Equation(names.now[total], declared)


def _unknown(one: disclosure.Equation, free: set[str]) -> Unknown:
    return frozenset(free.intersection(one.parts)), frozenset(free & {one.total})


def _known_for_good(table: Table, names: Names) -> frozenset[str]:
    """What earlier releases gave: the figures published, and the sums of leaves published.

    Whoever owns them now, nothing can hide them any more.
    """
    sums = {
        name
        for key, name in names.now.items()
        if all(
            names.now[leaf] in names.published
            for leaf in leaves_below(table.survey, table.figures[key].place, table.figures[key].item)
            if leaf in names.now
        )
    }
    return names.published | sums


def _cells(
    table: Table, names: Names, known: frozenset[str], published: Mapping[CellKey, int]
) -> list[disclosure.Cell]:
    """One for each figure; hiding it costs what hiding each of its labels would."""
    cells: dict[str, disclosure.Cell] = {}
    for key, name in names.now.items():
        units, last = table.figures[key].units, published.get(key, 0)
        cell = cells.get(name, disclosure.Cell(name, units, cost=0))
        cell = replace(cell, cost=cell.price + units + 1)
        if name in known:
            cell = replace(cell, fixed=True, sensitive=False)
        elif last and last / _SURELY <= units <= last * _SURELY:
            cell = replace(cell, lower=max(cell.lower, last // _AT_MOST),
                           upper=min(cell.highest, last * _AT_MOST))  # fmt: skip
        cells[name] = cell
    return list(cells.values())


def _protections(table: Table, names: Names, forced: Forced) -> dict[str, Protection]:
    """What is hidden for another reason than its declarants: too old, or too few answers for its level.

    A figure that also stands at a level that is shown may be said there.
    """
    asked = dict.fromkeys(names.shown, MERELY_HIDDEN)
    for key, name in names.now.items():
        if not is_withheld_anyway(table.survey, table.figures[key], forced.finest):
            asked.pop(name, None)
    for name in stale_names(table, names):
        units = next(table.figures[key].units for key in names.now if names.now[key] == name)
        room = max(1, ceil(units / 10)) if forced.stale_apart else 0
        asked[name] = Protection(room, min(room, units))
    return asked


def stale_names(table: Table, names: Names) -> set[str]:
    """The figures too old to be shown, under any label."""
    return {name for key, name in names.now.items() if table.figures[key].stale}


def is_withheld_anyway(survey: Survey, figure: Figure, finest: str) -> bool:
    """Whether the figure is not shown, whoever declared it: renewed out of sight, or too fine."""
    return figure.renewed or _is_too_fine(survey, figure, finest)


def _is_too_fine(survey: Survey, figure: Figure, finest: str) -> bool:
    """Whether the figure's level is finer than what is shown; a région of one département is both."""
    if figure.place.level == "france" or finest == "departement":
        return False
    if finest == "france" or figure.place.level == "region":
        return finest == "france"
    region = survey.region_of[survey.departments.index(figure.place)]
    return survey.region_of.count(region) > 1


def _force(instance: disclosure.Instance, forced: Mapping[str, Protection]) -> disclosure.Instance:
    """Hides these; those that the rules call unsafe keep the protection that the rules ask for.

    What earlier releases gave stays known, said again or not: a mask that leant on it would hide nothing.
    """
    if not forced:
        return instance
    unsafe = disclosure.primary(instance)
    cells = (
        replace(cell, sensitive=True, asked=forced[cell.id], cost=1)
        if cell.id in forced and cell.id not in unsafe and not cell.fixed
        else cell
        for cell in instance.cells
    )
    return replace(instance, cells=tuple(cells))
