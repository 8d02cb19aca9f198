"""Days of stock in words: how many, how sure, and whether an alert is certain."""

import math

from dp_ruptures import french
from dp_ruptures.measures import Figure
from dp_ruptures.rules.supply import LONGEST


def lasts(days: float) -> str:
    """`12 jours`, `90 jours ou plus`: rounded down, as the classes of the map are."""
    return french.plural(int(days), "jour") + past(days)


def past(days: float) -> str:
    """` ou plus` where the count of days ends; else nothing."""
    return " ou plus" * (days >= LONGEST)


def bracket(figure: Figure) -> str:
    """` (9 à 16)`, the days at 95 %, ` (60 à 90 ou plus)`; nothing where no interval is known."""
    low, high = figure.between
    if low is None or high is None:
        return ""
    least, most = ends(low, high)
    return f" ({french.NO_BREAK.join((least, 'à', most))}{past(high)})"


def ends(low: float, high: float) -> tuple[str, str]:
    """Whole days, outwards: what is said to cover 95 % must not cover less."""
    return french.number(math.floor(low)), french.number(math.ceil(high))


def sureness(figure: Figure) -> str | None:
    """`sûr` when the whole interval is on one side of the wait; else `probable` of who runs out, and
    `à surveiller` of who lasts. None without an interval.
    """
    if figure.is_certain is None:
        return None
    return "sûr" if figure.is_certain else "probable" if figure.runs_out else "à surveiller"


def certainty(figure: Figure) -> str:
    """The same after what it is about: ` (sûr)`; nothing without an interval."""
    known = sureness(figure)
    return f" ({known})" if known else ""
