"""Days of stock in words: how many, how sure, and whether an alert is certain."""

import math

from dp_ruptures import french
from dp_ruptures.measures import Figure
from dp_ruptures.rules.supply import LONGEST

CERTAINTY = {True: "sûr", False: "probable", None: None}


def lasts(days: float) -> str:
    """`12 jours`, `90 jours ou plus`: rounded down, as the classes of the map are."""
    return french.plural(int(days), "jour") + past(days)


def past(days: float) -> str:
    """` ou plus` where the count of days ends; else nothing."""
    return " ou plus" * (days >= LONGEST)


def bracket(figure: Figure) -> str:
    """` (9 à 16)`, the days at 95 %; nothing where no interval is known."""
    low, high = figure.between
    if low is None or high is None:
        return ""
    return f" ({french.NO_BREAK.join((ends(low, high)[0], 'à', ends(low, high)[1]))})"


def ends(low: float, high: float) -> tuple[str, str]:
    """Whole days, outwards: what is said to cover 95 % must not cover less."""
    return french.number(math.floor(low)), french.number(math.ceil(high))


def certainty(figure: Figure) -> str:
    """` (sûr)` when the interval leaves no doubt, ` (probable)` when it does; nothing without one."""
    known = CERTAINTY[figure.is_certain]
    return f" ({known})" if known else ""
