"""How evenly days of stock are spread over areas, and who is short."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from dp_ruptures.rules.supply import LONGEST

# Below, the next delivery may come too late.
SHORT_DAYS = 3


@dataclass(frozen=True)
class Outlook:
    """Days of stock over areas: how many are short or under the goal, the least, first and last decile."""

    areas: int
    short: int
    under_goal: int
    least: float | None
    low: float | None
    high: float | None

    @property
    def spread(self) -> float | None:
        """Days between the first and the last decile; None without areas."""
        return self.high - self.low if self.high is not None and self.low is not None else None


def outlook(days: Iterable[float], goal: int) -> Outlook:
    """What days of stock look like; an area that dispenses nothing (infinite days) is left out.

    Days past LONGEST only say that nearly nothing is dispensed: they count as that many.
    """
    known = sorted(min(day, LONGEST) for day in days if math.isfinite(day))
    if not known:
        return Outlook(0, 0, 0, None, None, None)
    short = sum(day < SHORT_DAYS for day in known)
    tenth = len(known) // 10
    return Outlook(
        len(known), short, sum(day < goal for day in known), known[0], known[tenth], known[-1 - tenth]
    )
