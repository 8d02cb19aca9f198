"""What changed between two weeks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.difference import STEPS, gap, is_sure, relative, scarcity, step
from dp_ruptures.rules.measure import MEASURES

STOCK, RUPTURE, RESPONSE = MEASURES["stock"], MEASURES["rupture"], MEASURES["reponse"]
DAYS = MEASURES["jours"]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [(100, 50, -2), (100, 51, -1), (100, 90, -1), (100, 91, 0), (100, 110, 1), (100, 150, 2),
     (0, 0, 0), (0, 3, 2), (5, 0, -2), (None, 5, None), (5, None, None)],
)  # fmt: skip
def test_a_stock_moves_by_its_own_size(before: float | None, after: float | None, found: int | None) -> None:
    assert step(before, after, STOCK) == found


@pytest.mark.parametrize(
    ("before", "after", "found"), [(0.2, 0.25, 1), (0.2, 0.24, 0), (0.0, 0.2, 2), (0.5, 0.3, -2), (0, 0, 0)]
)
def test_a_share_moves_by_points(before: float, after: float, found: int) -> None:
    assert step(before, after, RUPTURE) == found


@pytest.mark.parametrize(
    ("before", "after", "found"), [(1, 0, 0), (0, 1, 0), (9, 7, -1), (9, 2, -2), (2, 8, 1), (3, 40, 2)]
)
def test_days_of_stock_move_by_days(before: float, after: float, found: int) -> None:
    assert step(before, after, DAYS) == found


def test_nothing_said_is_no_difference() -> None:
    assert gap(None, 5) is None
    assert relative(0, 5) is None
    assert relative(4, 5) == 0.25


def test_more_ruptures_are_scarcer_and_more_stock_is_not() -> None:
    assert scarcity(2, RUPTURE) == 2
    assert scarcity(2, STOCK) == scarcity(2, RESPONSE) == -2


@pytest.mark.parametrize(
    ("before", "after", "sure"),
    [((1, 5), (6, 9), True), ((6, 9), (1, 5), True), ((1, 5), (5, 9), False), ((None, None), (1, 2), None)],
)
def test_a_difference_is_sure_where_the_intervals_lie_apart(
    before: tuple[float | None, float | None], after: tuple[float | None, float | None], sure: bool | None
) -> None:
    assert is_sure(before, after) is sure


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_step_goes_the_way_of_the_gap(before: int, after: int) -> None:
    found = step(before, after, STOCK)
    assert found in STEPS
    assert found is not None
    assert found * (after - before) >= 0
