"""Estimates of released cells, by hand; and what must hold of any."""

from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.released_estimate import Cell, Estimate, days, estimate

CELLS = st.builds(
    lambda units, answered, silent: Cell(units, answered, answered + silent),
    st.integers(0, 10**6), st.integers(1, 5000), st.integers(0, 5000),
)  # fmt: skip


def test_alone_an_area_is_its_stock_per_answer_times_its_pharmacies() -> None:
    assert estimate(Cell(100, 10, 40), None).units == 400


def test_ten_answers_lean_half_on_the_area_above() -> None:
    """10 a pharmacy here, 30 above: the thirty silent are given 20 each."""
    assert estimate(Cell(100, 10, 40), Cell(3000, 100, 400)).units == 100 + 30 * 20


def test_everybody_answered_so_nothing_is_added() -> None:
    assert estimate(Cell(100, 40, 40), None) == Estimate(100, 100, 100)
    assert estimate(Cell(0, 10, 40), None) == Estimate(0, 0, 0)


@given(CELLS, st.none() | CELLS)
def test_an_estimate_is_never_under_what_is_published_and_lies_in_its_interval(
    cell: Cell, above: Cell | None
) -> None:
    found = estimate(cell, above)
    assert cell.units <= found.low <= found.units <= found.high


@given(CELLS, st.integers(1, 50))
def test_more_silent_pharmacies_never_lower_the_total(cell: Cell, more: int) -> None:
    larger = Cell(cell.units, cell.answered, cell.active + more)
    assert estimate(larger, None).units >= estimate(cell, None).units


def test_days_follow_the_falls_per_answering_pharmacy() -> None:
    """From 17 to 10 a pharmacy in a week is one a day: ten days are left, whoever answered."""
    assert days(Cell(100, 10, 40), [Cell(340, 20, 40)]) == 10.0


def test_days_are_unknown_when_nothing_falls_or_no_two_weeks_follow() -> None:
    now, before = Cell(100, 10, 40), Cell(340, 20, 40)
    assert days(now, []) is None
    assert days(now, [Cell(50, 10, 40)]) is None
    assert days(now, [None, before]) is None
    assert days(Cell(0, 10, 40), [before]) == 0.0
    assert days(now, [Cell(101, 10, 40)]) == 90.0
