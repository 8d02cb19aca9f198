"""When a leaf may show new figures: those who changed must be safe as a cell of their own."""

from datetime import date, timedelta

import pytest

from dp_ruptures.rules.hold import WINDOW_WEEKS, is_safe_change, is_stale

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("moves", "safe"),
    [
        pytest.param([30, 20, 10], True, id="three who hide one another"),
        pytest.param([30, 20], False, id="two know each other"),
        pytest.param([99], False, id="one alone"),
        pytest.param([100, 50, 9], False, id="the second learns the first's to within ten percent"),
        pytest.param([100, 50, 10], True, id="exactly ten percent is enough"),
        pytest.param([50, 0, 0], False, id="two newcomers at zero hide nobody"),
    ],
)
def test_a_change_is_safe_when_nobody_in_it_can_single_another_out(moves: list[int], safe: bool) -> None:
    known = len(moves), sum(moves), moves[0], moves[1] if len(moves) > 1 else 0
    assert bool(is_safe_change(*known, min_count=3, p=10)) is safe


def test_figures_are_shown_four_weeks_and_no_longer() -> None:
    last = MONDAY + timedelta(weeks=WINDOW_WEEKS)
    assert not is_stale(MONDAY, last)
    assert is_stale(MONDAY, last + timedelta(weeks=1))
