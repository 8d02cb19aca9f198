"""How evenly days of stock are spread."""

import math

from dp_ruptures.rules.evenness import outlook


def test_who_is_short_under_the_goal_and_how_far_apart() -> None:
    seen = outlook([0, 2.9, 3, *[10] * 16, 40, 50], goal=10)
    assert (seen.areas, seen.short, seen.under_goal) == (21, 2, 3)
    assert (seen.least, seen.low, seen.high, seen.spread) == (0, 3, 10, 7)


def test_more_than_ninety_days_says_only_that_nearly_nothing_is_dispensed() -> None:
    assert outlook([5, 4_000], goal=7).high == 90


def test_where_nothing_is_dispensed_there_are_no_days() -> None:
    assert outlook([math.inf, 4.0], goal=7).areas == 1
    assert outlook([], goal=7).spread is None
