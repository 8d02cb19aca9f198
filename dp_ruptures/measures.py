"""One figure per area and week, whatever the measure: counted from the aggregates, or estimated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dp_ruptures import estimates, stocks
from dp_ruptures.areas import Area
from dp_ruptures.estimates import AreaEstimate
from dp_ruptures.rules.measure import DAYS, ESTIMATED, Measure, Tally, figure_of, total
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Item
from dp_ruptures.store import Store


@dataclass(frozen=True)
class Figure:
    """A figure, None when nobody gave one or too few did; the 95 % interval of an estimate.

    Of an estimate: the `days` that it lasts (95 % `between`), the days of `wait` between two deliveries of a
    pharmacy, whether it `runs_out` before, and whether that `is_certain`; None when it is not known.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    runs_out: bool | None = None
    days: float | None = None
    wait: float | None = None
    between: tuple[float | None, float | None] = (None, None)
    is_certain: bool | None = None

    @property
    def lacking(self) -> float:
        """Days without stock before the next delivery; 0 when it lasts, or when nobody knows."""
        return max((self.wait or 0.0) - (self.days or 0.0), 0.0) if self.runs_out else 0.0


@dataclass(frozen=True)
class Reading:
    """What is known of one week and item: counts by département, estimates by area key."""

    tallies: Mapping[str, Tally]
    estimated: Mapping[str, AreaEstimate] = field(default_factory=dict)

    def tally(self, area: Area) -> Tally:
        return total(self.tallies.get(code, Tally()) for code in area.departments)

    def figure(self, measure: Measure, area: Area) -> Figure:
        """The figure of one area. `measure` is one of those the reading was made for."""
        if measure.key not in ESTIMATED:
            return Figure(figure_of(measure.key, self.tally(area)))
        return _estimated(measure, self.estimated.get(area.key))


def read(store: Store, week: Week, item: Item, measure: Measure) -> Reading:
    """One week of one item; the estimates only where the measure is one of them."""
    estimated = estimates.of_week(store, week, item) if measure.key in ESTIMATED else {}
    return Reading(stocks.by_department(store, week, item), estimated)


def history(
    store: Store, weeks: Sequence[Week], item: Item, measure: Measure, area: Area, *, tallies: Sequence[Tally]
) -> list[Figure]:
    """The figure of an area week after week; `tallies`: its counts in each of `weeks`."""
    if measure.key not in ESTIMATED:
        return [Figure(figure_of(measure.key, tally)) for tally in tallies]
    by_week = estimates.of_weeks(store, weeks, item)
    return [_estimated(measure, by_week[week].get(area.key)) for week in weeks]


def _estimated(measure: Measure, estimate: AreaEstimate | None) -> Figure:
    if estimate is None:
        return Figure(None)
    between = estimate.days_low, estimate.days_high
    figure = Figure(
        estimate.units, estimate.low, estimate.high,
        estimate.runs_out, estimate.days, estimate.wait, between, estimate.is_certain,
    )  # fmt: skip
    if measure.key != DAYS:
        return figure
    return replace(figure, value=estimate.days, low=estimate.days_low, high=estimate.days_high)
