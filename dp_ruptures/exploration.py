"""One look of the analyst: a selection at a week, and the week it is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dp_ruptures import measures
from dp_ruptures.areas import Area
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure, Reading
from dp_ruptures.rules import difference
from dp_ruptures.rules.measure import ESTIMATED, Band, scale
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store


@dataclass(frozen=True)
class Country:
    """The areas by code, and the classes of their map, which stay while the weeks go by."""

    known: Mapping[str, Area]
    scale: Sequence[Band] = ()


@dataclass(frozen=True)
class Look:
    """What is known of `week`; of `against` too when it is compared and somebody answered then."""

    chosen: Selection
    week: Week
    reading: Reading
    against: Week | None = None
    before: Reading | None = None

    def figure(self, area: Area) -> Figure:
        return self.reading.figure(self.chosen.measure, area)

    def former(self, area: Area) -> Figure:
        """The figure of the week it is compared with; of nobody without comparison."""
        return self.before.figure(self.chosen.measure, area) if self.before else Figure(None)

    def step(self, area: Area) -> int | None:
        """How far the figure of an area went since, from -2 to 2."""
        return difference.step(self.former(area).value, self.figure(area).value, self.chosen.measure)

    def is_sure(self, area: Area) -> bool | None:
        """Whether the intervals of both weeks lie apart; None for what is counted and not estimated."""
        former, figure = self.former(area), self.figure(area)
        return difference.is_sure((former.low, former.high), (figure.low, figure.high))


def look(store: Store, chosen: Selection, week: Week) -> Look:
    """Read what the page shows of a week; a week compared that nobody answered is no comparison."""
    reading = measures.read(store, week, chosen.item, chosen.measure)
    against = chosen.compared(week)
    if against is None:
        return Look(chosen, week, reading)
    before = measures.read(store, against, chosen.item, chosen.measure)
    answered = any(tally.respondents for tally in before.tallies.values())
    return Look(chosen, week, reading, against, before if answered else None)


def country(store: Store, chosen: Selection, known: Mapping[str, Area], week: Week) -> Country:
    """The country with the classes of `week`, the last one that answered."""
    reading = measures.read(store, week, chosen.item, chosen.measure)
    figures = (reading.figure(chosen.measure, area).value for area in known.values() if area.is_department)
    return Country(known, scale([figure for figure in figures if figure is not None], chosen.measure))


def running_out(seen: Look, known: Iterable[Area]) -> tuple[list[tuple[Area, Figure]], int]:
    """The départements of the area whose stock ends before boxes come, and out of how many that is known.

    Those that are certain first, then those longest without.
    """
    inside = set(seen.chosen.area.departments)
    figures = [(area, seen.figure(area)) for area in known if area.code in inside]
    told = [(area, figure) for area, figure in figures if figure.runs_out is not None]
    short = [(area, figure) for area, figure in told if figure.runs_out]
    order = sorted(short, key=lambda one: (one[1].is_certain is not True, -one[1].lacking, one[0].code))
    return order, len(told)


def bare(seen: Look, known: Iterable[Area]) -> list[Area]:
    """The départements of the area without an estimate where all who gave a quantity gave zero.

    None of them beside a measure that is counted and not estimated, or when the area is one of them.
    """
    if seen.chosen.measure.key not in ESTIMATED or seen.chosen.area.is_department:
        return []
    inside = set(seen.chosen.area.departments)
    counts = [(area, seen.reading.tally(area)) for area in known if area.code in inside]
    return [
        area
        for area, tally in counts
        if tally.declarants and tally.at_zero == tally.declarants and seen.figure(area).days is None
    ]
