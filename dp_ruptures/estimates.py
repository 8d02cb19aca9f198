"""What each area holds, silent pharmacies included: the store's figures through the rules, for the Ordre.

Never released: a release has its own estimates, made of released cells alone (docs/adr/0012).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from dp_ruptures import estimate_reading as reading
from dp_ruptures.campaign import UNITS, campaign_of
from dp_ruptures.estimate_reading import Spoken
from dp_ruptures.rules import nowcast
from dp_ruptures.rules.area_supply import Supply, days_of, runs_out, supply
from dp_ruptures.rules.days_interval import held_between, is_certain
from dp_ruptures.rules.estimate import Total, total
from dp_ruptures.rules.estimate.panel import Flags
from dp_ruptures.rules.week import Week, week_of_day
from dp_ruptures.stocks import Item
from dp_ruptures.store import Row, Store

# Older weeks say little of who answers now, and cost as much to read.
WINDOW = 9
# Before the fifth week of counts too little has been seen: the 95 % of a product's days covered 51 to 94 %.
_SURE_FROM = 5
FRANCE = "france"
_KEPT = 64
_Key = tuple[Week, str, str]


@dataclass(frozen=True)
class AreaEstimate:
    """An area's stock in units with its 95 % interval, None under the coverage floor; `answered` of `active`.

    `days`: how long it lasts, at most 90, between `days_low` and `days_high` (95 %: of one product, from the
    fifth week); `wait`: days between the deliveries of a pharmacy; `runs_out`: whether the first are fewer;
    `is_certain`: whether the whole interval says so. None when the pace, or the deliveries, are unknown.
    """

    units: int | None
    low: int | None
    high: int | None
    answered: int
    active: int
    days: float | None
    runs_out: bool | None
    wait: float | None = None
    days_low: float | None = None
    days_high: float | None = None
    is_certain: bool | None = None


Estimates = Mapping[str, AreaEstimate]
# What is kept is sums over areas, never a pharmacy's figure.
_REMEMBERED: WeakKeyDictionary[Store, dict[_Key, tuple[Row, Estimates]]] = WeakKeyDictionary()
_GUARD = Lock()


def of_week(store: Store, week: Week, item: Item) -> Estimates:
    """Estimates by département code, `region:84` and `france`, for one week and one product, family or all.

    A département without an active pharmacy is missing. Kept until a declaration or a pharmacy changes.
    """
    return of_weeks(store, [week], item)[week]


def of_weeks(store: Store, weeks: Sequence[Week], item: Item) -> dict[Week, Estimates]:
    """The same for several weeks, the declarations of those not kept read once."""
    kept = _REMEMBERED.setdefault(store, {})
    versions = {week: store.query("estimate_version", **_bounds(week))[0] for week in weeks}
    known = {week: kept.get((week, item.level, item.code)) for week in weeks}
    found = {week: held[1] for week, held in known.items() if held and held[0] == versions[week]}
    for week, estimated in _computed(store, [week for week in weeks if week not in found], item).items():
        found[week] = estimated
        _keep(kept, (week, item.level, item.code), (versions[week], estimated))
    return found


def _bounds(week: Week) -> dict[str, object]:
    return {"first": week.shift(1 - WINDOW).monday, "week": week.monday, "sunday": week.sunday}


def _keep(kept: dict[_Key, tuple[Row, Estimates]], key: _Key, content: tuple[Row, Estimates]) -> None:
    with _GUARD:
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = content


def _computed(store: Store, weeks: Sequence[Week], item: Item) -> dict[Week, Estimates]:
    if not weeks:
        return {}
    spoken = reading.read(store, min(weeks).shift(1 - WINDOW), max(weeks), item)
    return {week: _estimated(store, week, item, spoken) for week in weeks}


def _estimated(store: Store, week: Week, item: Item, spoken: Mapping[Week, Spoken]) -> Estimates:
    places = store.query("estimate_places", week=week.monday, sunday=week.sunday)
    if not places:
        return {}
    regions = sorted({row["region_code"] for row in places})
    panel = reading.panel(places, regions, (week.shift(1 - WINDOW), week), spoken)
    totals = total(panel)
    pace = supply(panel.units, totals.size, panel.area, panel.region)
    is_sure = len(item.cip13s) == 1 and panel.weeks >= _SURE_FROM
    lasting = _Lasting(pace, _rank(store, week, item), is_sure)
    own = np.arange(len(places))
    return {
        **{row["department_code"]: lasting.of(totals.areas[i], own == i) for i, row in enumerate(places)},
        **{
            f"region:{code}": lasting.of(totals.regions[i], panel.region == i)
            for i, code in enumerate(regions)
        },
        FRANCE: lasting.of(totals.whole, own >= 0),
    }


@dataclass(frozen=True)
class _Lasting:
    """How long the areas' stocks last; `rank`: of the week in a campaign of vaccines, else 0.

    `is_sure`: a family has no interval, because 95 % could not be had: one product's delivery hides
    another's sales, and what was tried covered 12 to 81 % in a rising wave (docs/estimation.md, section 3).
    """

    supply: Supply
    rank: int
    is_sure: bool

    def of(self, found: Total, members: Flags) -> AreaEstimate:
        """A total of some areas with the days it lasts at their pace."""
        pace = float(self.supply.pace[members].sum())
        wait = float(self.supply.wait[members].mean())
        stock = found.estimate, found.low, found.high
        days = self._days(found.estimate, pace)
        error = self.supply.error(members) if self.is_sure else float("nan")
        low, high = (self._days(units, pace) for units in held_between(stock, error))
        return AreaEstimate(
            *stock,
            found.answered,
            found.active,
            days,
            runs_out(days, wait),
            None if np.isnan(wait) else wait,
            low,
            high,
            is_certain(days, (low, high), wait),
        )

    def _days(self, units: float | None, pace: float) -> float | None:
        days = days_of(units, pace)
        if days is not None and units and nowcast.is_early(self.rank):
            return nowcast.days(units, pace, self.rank)
        return days


def _rank(store: Store, week: Week, item: Item) -> int:
    """The rank of the week in its campaign, from 1; 0 for what is not counted in doses."""
    campaign = campaign_of(store, week.sunday)
    if campaign is None or item.unit != UNITS["vaccins"]:
        return 0
    return (week.monday - week_of_day(campaign.opens_on).monday).days // 7 + 1
