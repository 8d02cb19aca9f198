"""How sure an area's days of supply are: the interval of its stock and the error of its pace, together."""

from math import exp, hypot, isnan, log

_TWO_SIDED = 1.96

Stock = tuple[float | None, float | None, float | None]
Days = tuple[float | None, float | None]


def held_between(stock: Stock, error: float) -> Days:
    """The units that last, at the estimated pace, as long as the stock may: low and high of 95 %.

    `stock`: estimate, low and high, in units; `error`: of the logarithm of the pace (NaN when unknown). Days
    are a quotient, so their logarithm is a difference and the variances of both add up (delta method; Casella
    and Berger 2002, section 5.5.4), on each side apart because the stock's interval is lopsided:

        ln(days ÷ low) = √(ln²(stock ÷ its low) + (1.96 · error)²), and likewise upwards.

    Stock and pace are taken to err independently. None where anything is unknown; from 0 when nothing may
    be left.
    """
    units, low, high = stock
    if units is None or low is None or high is None or isnan(error):
        return None, None
    chance = _TWO_SIDED * error
    if units <= 0:
        return 0.0, high * exp(chance)
    least = units * exp(-hypot(log(units / low), chance)) if low > 0 else 0.0
    return least, units * exp(hypot(log(high / units), chance))


def is_certain(days: float | None, between: Days, wait: float) -> bool | None:
    """Whether the whole interval is on the side of the wait where the days are; None where one is unknown."""
    low, high = between
    if days is None or low is None or high is None or isnan(wait):
        return None
    return high < wait if days < wait else low >= wait
