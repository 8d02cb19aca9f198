"""Days of supply, from a pharmacy's own weekly counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.supply import LONGEST, WEEKS, days, pace
from dp_ruptures.rules.week import parse_week

WEEK = parse_week("2026-W47")


def ending(*units: int | None) -> dict[object, int | None]:
    """Counts of the weeks that end with WEEK, oldest first."""
    return {WEEK.shift(back - len(units) + 1): count for back, count in enumerate(units)}


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ((70, 42), 10),  # 28 in 7 days: 4 a day.
        ((70, 42, None), 10),  # Nothing yet this week: last week's count.
        ((70, 35, 0), 0),  # An empty shelf.
        ((35, 0, 60), 6),  # 35 gone in half a week: 10 a day; the delivery says nothing.
        ((20, 0, 0, 30), 5),  # From 0 to 0 says nothing.
    ],
)
def test_days_of_supply(units: tuple[int | None, ...], expected: int) -> None:
    assert days(ending(*units), WEEK) == expected


def test_one_mistyped_week_does_not_decide() -> None:
    right, mistyped = ending(90, 80, 70, 60, 50), ending(90, 80, 700, 60, 50)
    assert days(right, WEEK) == 35
    assert days(mistyped, WEEK) == 35


@pytest.mark.parametrize(
    "units",
    [
        (40,),  # A first week.
        (10, 40),  # Only a delivery.
        (40, 40, 40),  # Nothing dispensed: it never ends, which is not a number of days.
        (40, None, 20),  # Two weeks apart: a delivery may hide in between.
        (40, 20, None, None),  # Counted too long ago.
        (None, None),
        (),
    ],
)
def test_days_are_unknown_rather_than_guessed(units: tuple[int | None, ...]) -> None:
    assert days(ending(*units), WEEK) is None


def test_a_week_out_of_reach_is_forgotten() -> None:
    long_ago = {WEEK.shift(-WEEKS - 2): 70, WEEK.shift(-WEEKS - 1): 0, WEEK: 70}
    assert pace(long_ago, WEEK) is None


def test_a_slow_product_lasts_no_longer_than_is_worth_saying() -> None:
    assert days(ending(1001, 1000), WEEK) == LONGEST


series = st.lists(st.none() | st.integers(0, 2000), max_size=9)


@given(series)
def test_days_are_within_bounds_or_unknown(units: list[int | None]) -> None:
    left = days(ending(*units), WEEK)
    assert left is None or 0 <= left <= LONGEST
    last = units[-1] if units and units[-1] is not None else (units[-2] if len(units) > 1 else None)
    assert (left == 0) >= (last == 0)


@given(series, st.integers(1, 50))
def test_counting_in_other_units_does_not_change_the_days(units: list[int | None], factor: int) -> None:
    scaled = [None if count is None else count * factor for count in units]
    assert days(ending(*scaled), WEEK) == days(ending(*units), WEEK)


@given(st.integers(1, 500), st.integers(0, 500), st.integers(1, 500))
def test_a_delivery_never_changes_the_pace(before: int, after: int, delivered: int) -> None:
    before = max(before, after)
    assert pace(ending(before, after, after + delivered), WEEK) == pace(ending(before, after, None), WEEK)
