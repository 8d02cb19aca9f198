"""Every figure that a release could publish: leaves as they are held, and all their sums."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dp_ruptures.release.former import CellKey
from dp_ruptures.release.states import Flags, Integers, Panel, StateKey
from dp_ruptures.release.survey import Item, Place, Survey
from dp_ruptures.rules.hold import is_stale
from dp_ruptures.store import Row


@dataclass(frozen=True)
class Figure:
    """One cell of the linked table.

    `data_of`: the week its figures are true of, the latest one of a sum. `declarants` counts the pharmacies
    in it; without any, `spoken` says whether somebody declared, whom the hold keeps out. `stale`: too old.
    `renewed`: it holds a leaf that takes new figures out of sight.
    """

    place: Place
    item: Item
    units: int
    declarants: int
    data_of: date | None
    spoken: bool
    stale: bool
    renewed: bool

    @property
    def key(self) -> CellKey:
        return self.place.level, self.place.code, self.item.level, self.item.code


@dataclass(frozen=True)
class Contribution:
    """What an owner put into a leaf."""

    owner: str
    leaf: CellKey
    units: int


@dataclass(frozen=True)
class Leaves:
    """What each leaf (département × product) shows: its state, and the week it is true of.

    `renewed`: those that take new figures out of sight.
    """

    numbers: Integers
    states: dict[CellKey, StateKey | None]
    data_of: dict[CellKey, date | None]
    spoken: frozenset[CellKey]
    renewed: frozenset[CellKey] = frozenset()


@dataclass(frozen=True)
class Table:
    """The figures by key, in the order of places and items, and who declared them."""

    survey: Survey
    leaves: Leaves
    figures: dict[CellKey, Figure]
    contributions: tuple[Contribution, ...]


def leaf_keys(survey: Survey) -> list[CellKey]:
    """Every département × product, product by product within a département."""
    return [
        (place.level, place.code, item.level, item.code)
        for place in survey.departments
        for item in survey.products
    ]


def build(panel: Panel, survey: Survey, leaves: Leaves, counted: Sequence[Row], week: date) -> Table:
    """The whole table; `counted` are the rows of `release_declarants`."""
    shown = panel.shown(leaves.numbers)
    owned = _add_up(shown.units, panel.department, len(survey.departments))
    counts = {(row["department_code"], row["item"]): int(row["declarants"]) for row in counted}
    figures = _figures(survey, _every_sum(owned, survey), counts, leaves, week)
    present = shown.pharmacies > 0
    return Table(
        survey,
        leaves,
        {figure.key: figure for figure in figures},
        tuple(_contributions(panel, survey, shown.units, present)),
    )


def spoken_leaves(panel: Panel, now: int, survey: Survey) -> frozenset[CellKey]:
    """The leaves that somebody declared in the new state."""
    present = _add_up(panel.holdings[now].pharmacies, panel.department, len(survey.departments)) > 0
    return frozenset(key for key, here in zip(leaf_keys(survey), present.ravel(), strict=True) if here)


def _add_up(rows: Integers, group: Integers, groups: int) -> Integers:
    total = np.zeros((groups, rows.shape[1]), np.int64)
    np.add.at(total, group, rows)
    return total


def _every_sum(leaves: Integers, survey: Survey) -> Integers:
    """Places (départements, regions, France) × items (products, families, all)."""
    kinds, regions = len(survey.families), len(survey.regions)
    families = leaves @ np.eye(kinds, dtype=np.int64)[survey.family_numbers]
    wide = np.hstack([leaves, families, leaves.sum(axis=1, keepdims=True)])
    by_region = np.eye(regions, dtype=np.int64)[survey.region_numbers].T @ wide
    return np.vstack([wide, by_region, wide.sum(axis=0, keepdims=True)])


def _figures(
    survey: Survey, units: Integers, counts: dict[tuple[str, str], int], leaves: Leaves, week: date
) -> Iterator[Figure]:
    for place, row in zip(places(survey), units.tolist(), strict=True):
        for item, total in zip(items(survey), row, strict=True):
            below = leaves_below(survey, place, item)
            declarants = sum(counts.get((d.code, item.code), 0) for d in departments_below(survey, place))
            dates = [day for key in below if (day := leaves.data_of[key])]
            data_of = max(dates, default=None)
            is_leaf = place.level == "departement" and item.level == "produit"
            stale = is_leaf and data_of is not None and is_stale(data_of, week)
            yield Figure(
                place,
                item,
                total,
                declarants,
                data_of,
                any(key in leaves.spoken for key in below),
                stale,
                not leaves.renewed.isdisjoint(below),
            )


def places(survey: Survey) -> list[Place]:
    """Départements, regions, France."""
    return [*survey.departments, *survey.regions, survey.france]


def items(survey: Survey) -> list[Item]:
    """Products, families, all."""
    return [*survey.products, *survey.families, survey.everything]


def departments_below(survey: Survey, place: Place) -> Sequence[Place]:
    """The départements of a place."""
    if place.level == "departement":
        return [place]
    return survey.departments_of(place.code) if place.level == "region" else survey.departments


def products_below(survey: Survey, item: Item) -> Sequence[Item]:
    """The products of an item."""
    if item.level == "produit":
        return [item]
    return [p for p in survey.products if item.level == "ensemble" or p.family == item.code]


def leaves_below(survey: Survey, place: Place, item: Item) -> list[CellKey]:
    """The leaves that a cell adds up."""
    return [
        (d.level, d.code, p.level, p.code)
        for d in departments_below(survey, place)
        for p in products_below(survey, item)
    ]


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


def _contributions(panel: Panel, survey: Survey, units: Integers, present: Flags) -> Iterator[Contribution]:
    keys = leaf_keys(survey)
    rows, columns = np.nonzero(present)
    leaf = panel.department[rows] * len(survey.products) + columns
    for owner, key, amount in zip(
        panel.owner[rows].tolist(), leaf.tolist(), units[rows, columns].tolist(), strict=True
    ):
        yield Contribution(panel.owners[owner], keys[key], amount)
