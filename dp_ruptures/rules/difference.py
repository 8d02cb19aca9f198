"""What changed between two weeks: how far a figure went, in five steps, and whether that is sure.

Days of stock move by days: from one day to none is not « a fall of 100 % ».

A figure of nobody has no difference: « not declared » is neither a fall nor a stock of zero.
"""

from math import floor

from dp_ruptures.rules.measure import AT_ZERO, DAYS, Measure

# Past the first a move is one, past the second it is a strong one: in points for a share, in days for days
# of stock, else relative.
SHARE_STEPS, DAY_STEPS, RELATIVE_STEPS = (0.05, 0.20), (2.0, 7.0), (0.10, 0.50)
STEPS = (-2, -1, 0, 1, 2)

Interval = tuple[float | None, float | None]


def as_read(figure: float | None, measure: Measure) -> float | None:
    """A figure as screens write it: days rounded down, so that a gap is that of the two that are read."""
    return figure if figure is None or measure.key != DAYS else float(floor(figure))


def gap(before: float | None, after: float | None) -> float | None:
    """After minus before; None unless both are known."""
    return None if before is None or after is None else after - before


def relative(before: float | None, after: float | None) -> float | None:
    """The gap as a share of `before`; None without both, or from nothing."""
    return None if before is None or after is None or not before else (after - before) / before


def is_relative(measure: Measure) -> bool:
    """Whether a move of this measure is said of its own size: of a stock, and not of shares or days."""
    return not measure.is_share and measure.key != DAYS


def step(before: float | None, after: float | None, measure: Measure) -> int | None:
    """-2 a strong fall, -1 a fall, 0 about the same, 1 a rise, 2 a strong rise; None when unknown.

    From zero to something is a strong rise: no percentage says it.
    """
    before, after = as_read(before, measure), as_read(after, measure)
    moved = gap(before, after)
    if moved is None or before is None:
        return None
    if is_relative(measure):
        moved = moved / before if before else (1.0 if moved else 0.0)
    small, strong = SHARE_STEPS if measure.is_share else DAY_STEPS if measure.key == DAYS else RELATIVE_STEPS
    # A hair: 0.25 - 0.20 must count as five points.
    size = (abs(moved) >= small - 1e-9) + (abs(moved) >= strong - 1e-9)
    return size if moved > 0 else -size


def scarcity(stepped: int, measure: Measure) -> int:
    """How much scarcer a step makes things: 2 is much scarcer, -2 much better supplied."""
    return stepped if measure.key == AT_ZERO else -stepped


def is_sure(before: Interval, after: Interval) -> bool | None:
    """Whether two 95 % intervals lie apart; None when one is not known."""
    if before[0] is None or before[1] is None or after[0] is None or after[1] is None:
        return None
    return after[0] > before[1] or after[1] < before[0]
