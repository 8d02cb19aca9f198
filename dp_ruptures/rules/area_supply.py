"""How long the stock of an area lasts, and whether it lasts until boxes come, from weekly counts alone.

The counts of one pharmacy say what was dispensed as in `rules.supply`: a drop, over the days the product was
on the shelf; a rise is a delivery, and hides what was dispensed meanwhile. Over an area these are added up:

    pace = Σ drops ÷ Σ (days on the shelf × size), times the size of all its pharmacies, silent ones included;
    wait = 7 days ÷ (rises ÷ (rises + drops)): how long a pharmacy waits for boxes, on average.

A count that did not move says nothing of deliveries: from 0 to 0 one may have come and gone in the week, or
the product was given up; above 0 nothing was dispensed, so nothing is ordered. A delivery smaller than what
was dispensed that week is not seen: the wait is an upper bound.
Days at zero are in neither sum, so a rupture does not pass for a small demand. With few counts both are drawn
towards the région's, itself drawn towards the nation's, as if 20 counts of those came on top.
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.panel import Floats, Integers, ratio, sum_by
from dp_ruptures.rules.supply import DAYS_ON_SHELF, DAYS_WHEN_EMPTIED, LONGEST, WEEKS

_BORROWED = 20.0
# A figure mistyped ten times over must not set the pace of a département.
_BELIEVED = 0.99
_LONGEST_WAIT = 28.0


@dataclass(frozen=True)
class Supply:
    """Per area: units dispensed a day, and days between deliveries; NaN when nothing says it."""

    pace: Floats
    wait: Floats


def supply(units: Floats, size: Floats, area: Integers, region: Integers) -> Supply:
    """`units`: pharmacy × week, the last week last, NaN where not declared; `size`, `area` per pharmacy.

    `region`: the région's number of each area.
    """
    recent = units[:, -WEEKS - 1 :]
    before, after = recent[:, :-1], recent[:, 1:]
    counted = np.isfinite(before) & np.isfinite(after)
    telling = counted & (before > 0) & (after <= before)
    days = np.where(after == 0, DAYS_WHEN_EMPTIED, DAYS_ON_SHELF) * telling * size[:, None]
    drops = _believable(np.where(telling, before - after, 0.0), days)
    rose, moved = counted & (after > before), counted & (after != before)
    rate = _drawn_in(drops.sum(axis=1), days.sum(axis=1), area, region)
    share = _drawn_in(rose.sum(axis=1).astype(np.float64), moved.sum(axis=1).astype(np.float64), area, region)
    wait = np.minimum(DAYS_ON_SHELF / np.maximum(share, 1e-9), _LONGEST_WAIT)
    return Supply(rate * sum_by(area, size, len(region)), np.where(np.isnan(share), np.nan, wait))


def days_of(units: int | None, pace: float) -> float | None:
    """Days that `units` last at `pace` a day, at most LONGEST; None when either is unknown."""
    if units is None or np.isnan(pace):
        return None
    return 0.0 if units == 0 else min(units / pace, float(LONGEST)) if pace > 0 else None


def runs_out(days: float | None, wait: float) -> bool | None:
    """Whether the stock is gone before the next delivery, as the area has waited for its own.

    An empty area is out of stock, however long it waits.
    """
    if days == 0:
        return True
    return None if days is None or np.isnan(wait) else bool(days < wait)


def _believable(drops: Floats, days: Floats) -> Floats:
    paces = drops[days > 0] / days[days > 0]
    return np.minimum(drops, days * np.quantile(paces, _BELIEVED)) if len(paces) else drops


def _drawn_in(over: Floats, under: Floats, area: Integers, region: Integers) -> Floats:
    """The quotient of each area, drawn towards its région's and that towards the nation's; NaN: none."""
    pairs = int((under > 0).sum())
    if not pairs:
        return np.full(len(region), np.nan)
    borrowed = _BORROWED * float(under.sum()) / pairs
    whole = float(over.sum() / under.sum())
    areas = len(region)
    over, under = sum_by(area, over, areas), sum_by(area, under, areas)
    regions = int(region.max()) + 1
    lent = ratio(sum_by(region, over, regions) + borrowed * whole, sum_by(region, under, regions) + borrowed)
    return ratio(over + borrowed * lent[region], under + borrowed)
