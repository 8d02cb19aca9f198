"""How long the stock of an area lasts, and whether it lasts until boxes come, from weekly counts alone.

The counts of one pharmacy say what was dispensed as in `rules.supply`: a drop, over the days the product was
on the shelf; a rise is a delivery, and hides what was dispensed meanwhile. Over an area these are added up, a
week counting half as much as the one after it, and each as if it were the last by the nation's pace of both:

    seen = Σ drops ÷ Σ (days on the shelf × size), times the size of all its pharmacies, silent ones included;
    pace = seen ÷ √(1 − rises ÷ (rises + drops));   wait = 7 days ÷ (rises ÷ (rises + drops)).

Weeks that fell had deliveries too, and these hid a part of what was dispensed: nothing of it, and the pace is
what was seen; all of it, as often as counts rise, and it is seen ÷ (1 − share of rises). The middle is taken,
and `error` doubts as far as both ends.
A count that did not move says nothing of deliveries: from 0 to 0 one may have come and gone in the week, or
the product was given up; above 0 nothing was dispensed, so nothing is ordered. A delivery smaller than what
was dispensed that week is not seen: the wait is an upper bound.
Days at zero are in neither sum, so a rupture does not pass for a small demand. With few counts both are drawn
towards the région's, itself drawn towards the nation's, as if 20 counts of those came on top.
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.drawn_ratio import DrawnRatio, drawn
from dp_ruptures.rules.estimate.panel import Flags, Floats, Integers, quotient, sum_by
from dp_ruptures.rules.supply import DAYS_ON_SHELF, DAYS_WHEN_EMPTIED, LONGEST, WEEKS

_BORROWED = 20.0
# A figure mistyped ten times over must not set the pace of a département.
_BELIEVED = 0.99
_LONGEST_WAIT = 28.0
_FADING = 0.5
# Where every count that moved rose, nothing says how much was hidden.
_MOST_HIDDEN = 0.9


@dataclass(frozen=True)
class Supply:
    """Per area: units dispensed a day, and days between deliveries; NaN when nothing says it.

    The rest is what the pace's error is made of: the `seen` pace per unit of `size` of the area, the
    logarithms of what `hidden` deliveries, and shelves `emptied` sooner, may add to it at most, the relative
    variances of the nation's `last` week, and by which an area strays from it in a week (`drift`).
    """

    pace: Floats
    wait: Floats
    seen: DrawnRatio
    size: Floats
    hidden: Floats
    emptied: Floats
    last: float
    drift: float

    def error(self, members: Flags) -> float:
        """Standard error of the logarithm of the pace of some areas together; NaN when it is unknown.

        √(variance of the ratio + of the nation's last week + drift + doubt), the doubt being half the way to
        the end of what cannot be seen (deliveries in weeks that fell; the day a shelf was emptied, taken for
        the middle of the week): counted as the 95 % interval of a guess, the same in every area.
        """
        pace = np.where(members, self.pace, 0.0)
        whole = float(pace.sum())
        if not whole > 0:
            return float("nan")
        per_unit = np.where(members, self.size * np.exp(self.hidden / 2), 0.0)
        doubts = float(pace @ self.hidden) / 4, float(pace @ self.emptied) / 2
        variance = self.seen.variance(per_unit) + self.drift * float(pace @ pace)
        return float(np.sqrt((variance + doubts[0] ** 2 + doubts[1] ** 2) / whole**2 + self.last))


def supply(units: Floats, size: Floats, area: Integers, region: Integers) -> Supply:
    """`units`: pharmacy × week, the last week last, NaN where not declared; `size`, `area` per pharmacy.

    `region`: the région's number of each area.
    """
    recent = units[:, -WEEKS - 1 :]
    before, after = recent[:, :-1], recent[:, 1:]
    counted = np.isfinite(before) & np.isfinite(after)
    telling = counted & (before > 0) & (after <= before)
    fading = _FADING ** np.arange(before.shape[1])[::-1]
    shelved = np.where(after == 0, DAYS_WHEN_EMPTIED, DAYS_ON_SHELF) * telling * size[:, None]
    sold = _believable(np.where(telling, before - after, 0.0), shelved)
    drops, days = sold * fading, shelved * _as_the_last(sold, shelved) * fading
    rose, moved = counted & (after > before), counted & (after != before)
    seen = drawn(drops, days, area, region)
    risen = drawn(rose * fading, moved * fading, area, region).value
    held = sum_by(area, size, len(region))
    hidden = -np.log1p(-np.minimum(np.nan_to_num(risen), _MOST_HIDDEN))
    wait = np.minimum(DAYS_ON_SHELF / np.maximum(risen, 1e-9), _LONGEST_WAIT)
    return Supply(
        seen.value * held * np.exp(hidden / 2),
        np.where(np.isnan(risen), np.nan, wait),
        seen,
        held,
        hidden,
        -np.log1p(-np.minimum(drawn(days * (after == 0), days, area, region).value, _MOST_HIDDEN)),
        _last_week(drops, days),
        _drift(drops, days, area, region),
    )


def days_of(units: float | None, pace: float) -> float | None:
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


def _as_the_last(drops: Floats, days: Floats) -> Floats:
    """What a day of each week was worth in the nation, 1 in the last; with few counts, drawn towards 1."""
    counts = int((days > 0).sum())
    if not counts:
        return np.ones(days.shape[1])
    borrowed = _BORROWED * float(days.sum()) / counts
    paces = (drops.sum(axis=0) + borrowed * quotient(drops.sum(), days.sum())) / (days.sum(axis=0) + borrowed)
    return paces / paces[-1] if paces[-1] > 0 else np.ones(len(paces))


def _last_week(drops: Floats, days: Floats) -> float:
    """Relative variance of the nation's pace in the last week; NaN when nobody counted in it."""
    if not drops.shape[1] or not days[:, -1].any():
        return float("nan")
    residuals = drops[:, -1] - quotient(drops.sum(), days.sum()) * days[:, -1]
    return quotient((residuals**2).sum(), drops[:, -1].sum() ** 2)


def _drift(drops: Floats, days: Floats, area: Integers, region: Integers) -> float:
    """How far areas went from their earlier weeks in the last one (squared), beyond chance."""
    if drops.shape[1] < 2:
        return 0.0
    earlier = drawn(drops[:, :-1], days[:, :-1], area, region).value
    rate = np.nan_to_num(earlier)
    residuals = drops[:, -1] - rate[area] * days[:, -1]
    expected = rate * sum_by(area, days[:, -1], len(region))
    strayed = sum_by(area, residuals, len(region)) ** 2 - sum_by(area, residuals**2, len(region))
    return max(0.0, quotient(strayed.sum(), (expected**2).sum()))
