"""How many days a stock lasts, from nothing but the weekly counts of one pharmacy.

Nobody declares what is dispensed, so it is read from the counts of two weeks in a row:

- a drop is what was dispensed in the seven days between them; no move is nothing dispensed;
- a rise is a delivery: what was dispensed meanwhile is hidden in it, that week says nothing;
- a drop to 0 stopped when the shelf was empty. The day is unknown: the middle of the week, on
  average, so the drop took 3.5 days and not 7 (a rupture must not pass for a small demand);
- from 0 to 0 nothing could be dispensed: that week says nothing.

pace = median over the weeks that say something of (drop ÷ days on the shelf), in units a day;
days = stock ÷ pace, rounded down. The median, because one figure mistyped would double a mean.
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from statistics import median

from dp_ruptures.rules.week import Week

# Older weeks say little of an epidemic's pace.
WEEKS = 6
DAYS_ON_SHELF, DAYS_WHEN_EMPTIED = 7.0, 3.5
# Past this the figure only says that nearly nothing is dispensed.
LONGEST = 90

Counts = Mapping[Week, int | None]


def days(counts: Counts, week: Week) -> int | None:
    """Days that the last count lasts from the day it was made: that of `week`, else of the week before.

    `counts`: units by week; None or no entry when no quantity was declared. 0 for an empty shelf;
    None when neither week has a count, or when the pace is unknown. At most LONGEST.
    """
    stock = counts.get(week)
    if stock is None:
        stock = counts.get(week.shift(-1))
    return None if stock is None else days_of(stock, pace(counts, week))


def days_of(units: int, units_a_day: float | None) -> int | None:
    """Days that `units` last at a pace; None when the pace is unknown and something is left."""
    if units == 0:
        return 0
    # A hair more: 30 units at 3 a week must not become 69 days through the division by 7.
    return min(int(units / units_a_day + 1e-6), LONGEST) if units_a_day else None


def pace(counts: Counts, week: Week) -> float | None:
    """Units dispensed a day over the WEEKS weeks that end with `week`; None when nothing says it."""
    daily = _recent(counts, week)
    return median(daily) or None if daily else None


def says(counts: Counts, week: Week) -> bool:
    """Whether one of those weeks says what was dispensed, be it nothing."""
    return bool(_recent(counts, week))


def _recent(counts: Counts, week: Week) -> list[float]:
    weeks = [week.shift(-back) for back in range(WEEKS, -1, -1)]
    return list(_daily(counts.get(at) for at in weeks))


def _daily(counts: Iterable[int | None]) -> Iterable[float]:
    for before, after in pairwise(counts):
        if before and after is not None and after <= before:
            yield (before - after) / (DAYS_ON_SHELF if after else DAYS_WHEN_EMPTIED)
