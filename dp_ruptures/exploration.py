"""One look of the analyst: a selection at a week, and the week it is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dp_ruptures import measures
from dp_ruptures.areas import Area
from dp_ruptures.filters import Selection
from dp_ruptures.measures import Figure, Reading
from dp_ruptures.rules import difference
from dp_ruptures.rules.measure import AT_ZERO, Band, scale
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store

SCARCEST = 6
# Of fewer counts a share says nothing: one pharmacy of two is not « half of the département ».
FEWEST_COUNTS = 5


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
    """The départements of the area whose stock ends before boxes come, those longest without first, and out
    of how many that is known."""
    inside = set(seen.chosen.area.departments)
    figures = [(area, seen.figure(area)) for area in known if area.code in inside]
    told = [(area, figure) for area, figure in figures if figure.runs_out is not None]
    short = [(area, figure) for area, figure in told if figure.runs_out]
    return sorted(short, key=lambda entry: (-entry[1].lacking, entry[0].code)), len(told)


def scarcest(seen: Look, listed: list[Area]) -> list[tuple[Area, Figure]]:
    """The areas where the measure is worst, the worst first; those without a figure, without a rupture, or
    with a share of too few counts, are left out."""
    few = {area.code for area in too_few(seen, listed)}
    known = [(area, seen.figure(area)) for area in listed if area.code not in few]
    ranked = [(area, figure) for area, figure in known if figure.value is not None]
    worst_is_high = seen.chosen.measure.key == AT_ZERO
    if worst_is_high:
        ranked = [(area, figure) for area, figure in ranked if figure.value]
    ranked.sort(key=lambda entry: entry[1].value or 0, reverse=worst_is_high)
    return ranked[:SCARCEST]


def too_few(seen: Look, listed: Iterable[Area]) -> list[Area]:
    """The areas whose share in rupture is of 1 to FEWEST_COUNTS - 1 pharmacies: not to be ranked."""
    if seen.chosen.measure.key != AT_ZERO:
        return []
    counts = ((area, seen.reading.tally(area).declarants or 0) for area in listed)
    return [area for area, declarants in counts if 0 < declarants < FEWEST_COUNTS]
