"""The table to protect: this week's cells, tied to what the releases before it still hide.

A leaf that is carried is one figure in several releases, and whoever reads them all has all their sums at
once: their withheld cells stand in the same instance, and a leaf once published is known for good.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from math import ceil

from dp_ruptures import disclosure
from dp_ruptures.disclosure.primary import Protection
from dp_ruptures.release.former import CellKey, Memory, name_of
from dp_ruptures.release.past import tie
from dp_ruptures.release.survey import Survey
from dp_ruptures.release.table import Contribution, Figure, Table, items, leaves_below, places

# What must stay hidden whatever it costs, without being unsafe itself.
MERELY_HIDDEN = Protection(0, 0)
# A reader takes a figure to lie between half and twice the one published last; a figure that comes near
# these bounds has moved more than a reader can have known.
_AT_MOST, _SURELY = 2, 1.6


@dataclass(frozen=True)
class Forced:
    """What is withheld whoever declared it: départements under a thin response, figures too old.

    `stale_apart` keeps old figures from being read off the sums of this one release. Earlier releases
    published them: where that makes it impossible, nothing is owed to them.
    """

    regions_only: bool
    stale_apart: bool


def instance_of(
    table: Table,
    memory: Memory,
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
    names = names_of(table)
    known = _known_for_good(table, memory)
    cells = [_cell(names[key], figure, known, published) for key, figure in table.figures.items()]
    sums = list(sums_of(table.survey))
    equations = [
        disclosure.Equation(names[total], tuple(names[part] for part in parts)) for total, parts in sums
    ]
    contributions = [disclosure.Contribution(one.owner, names[one.leaf], one.units)
                     for one in table.contributions]  # fmt: skip
    past = tie({cell.id for cell in cells if not cell.fixed}, memory, sums)
    cells = [replace(cell, fixed=True, sensitive=False) if cell.id in past.known else cell for cell in cells]
    told = {name for name in past.cells if name not in set(names.values())}
    instance = disclosure.Instance(
        (*cells, *(cell for name, cell in past.cells.items() if name in told)),
        (*equations, *past.equations),
        (*contributions, *(disclosure.Contribution(one.owner, name, one.units)
                           for name in sorted(told & set(older)) for one in older[name])),
        rules,
    )  # fmt: skip
    return _force(instance, _protections(table, names, forced))


def names_of(table: Table) -> dict[CellKey, str]:
    """The name of each cell of this release in the instance."""
    return {key: name_of(key, table.leaves.states.get(key)) for key in table.figures}


def sums_of(survey: Survey) -> Iterator[tuple[CellKey, tuple[CellKey, ...]]]:
    """Each total and its parts: régions and France for every item, families and all for every place."""
    for item in items(survey):
        for region in survey.regions:
            parts = tuple(
                (d.level, d.code, item.level, item.code) for d in survey.departments_of(region.code)
            )
            yield (region.level, region.code, item.level, item.code), parts
        parts = tuple((region.level, region.code, item.level, item.code) for region in survey.regions)
        yield (survey.france.level, survey.france.code, item.level, item.code), parts
    for place in places(survey):
        for family in survey.families:
            members = [item for item in survey.products if item.family == family.code]
            parts = tuple((place.level, place.code, item.level, item.code) for item in members)
            yield (place.level, place.code, family.level, family.code), parts
        parts = tuple((place.level, place.code, family.level, family.code) for family in survey.families)
        total = survey.everything
        yield (place.level, place.code, total.level, total.code), parts


def _known_for_good(table: Table, memory: Memory) -> set[CellKey]:
    """What earlier releases gave: the leaves published in the state they show, and the sums of such leaves.

    Whoever owns them now, nothing can hide them any more.
    """
    leaves = {key: state for key, state in table.leaves.states.items() if table.figures[key].declarants}
    told = {
        key
        for key, state in leaves.items()
        if state and not table.figures[key].stale and ((key[1], key[3]), state) in memory.published
    }
    return {
        key
        for key, figure in table.figures.items()
        if (below := leaves_below(table.survey, figure.place, figure.item))
        and any(leaf in told for leaf in below)
        and all(leaf in told for leaf in below if leaf in leaves)
    }


def _cell(
    name: str, figure: Figure, known: Set[CellKey], published: Mapping[CellKey, int]
) -> disclosure.Cell:
    if figure.key in known:
        return disclosure.Cell(name, figure.units, fixed=True, sensitive=False)
    last = published.get(figure.key, 0)
    if last and last / _SURELY <= figure.units <= last * _SURELY:
        return disclosure.Cell(name, figure.units, lower=last // _AT_MOST, upper=last * _AT_MOST)
    return disclosure.Cell(name, figure.units)


def _protections(table: Table, names: Mapping[CellKey, str], forced: Forced) -> dict[str, Protection]:
    """What is hidden for another reason than its declarants: too old, or too few answers for départements."""
    asked = {}
    for key, figure in table.figures.items():
        if not figure.declarants:
            continue
        if figure.stale:
            room = max(1, ceil(figure.units / 10)) if forced.stale_apart else 0
            asked[names[key]] = Protection(room, min(room, figure.units))
        elif forced.regions_only and is_below_region(table.survey, figure):
            asked[names[key]] = MERELY_HIDDEN
    return asked


def is_below_region(survey: Survey, figure: Figure) -> bool:
    """A département that is not a région by itself."""
    if figure.place.level != "departement":
        return False
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
