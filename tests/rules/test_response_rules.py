"""Who is expected, until when an answer is on time, which reminder may leave."""

from datetime import UTC, datetime

import pytest

from dp_ruptures.rules.response import Turnout, day_end, next_rank, silent_since
from dp_ruptures.rules.week import parse_week

WEEK = parse_week("2026-W47")


@pytest.mark.parametrize(
    ("first", "since"),
    [("2026-W42", None), ("2026-W40", None), ("2026-W39", "2026-W39"), ("2026-W20", "2026-W39")],
)
def test_nobody_is_inactive_in_a_campaign_younger_than_the_silence(first: str, since: str | None) -> None:
    found = silent_since(WEEK, parse_week(first), 8)
    assert (found and found.iso) == since


@pytest.mark.parametrize(
    ("week", "day", "end"),
    [
        ("2026-W47", 3, datetime(2026, 11, 18, 23, tzinfo=UTC)),
        ("2026-W47", 7, datetime(2026, 11, 22, 23, tzinfo=UTC)),
        # The clocks go back in the night to Sunday: Saturday ends in summer time, Sunday in winter time.
        ("2026-W43", 6, datetime(2026, 10, 24, 22, tzinfo=UTC)),
        ("2026-W43", 7, datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_midnight_in_paris(week: str, day: int, end: datetime) -> None:
    assert day_end(parse_week(week), day) == end


@pytest.mark.parametrize(
    ("written", "lately", "inactive", "rank"),
    [
        (0, False, False, 1),
        (1, False, False, 2),
        (2, False, False, None),
        (1, True, False, None),
        (0, False, True, 1),
        (1, False, True, None),
        (7, False, False, None),
    ],
)
def test_two_reminders_a_week_a_day_apart_and_one_to_the_inactive(
    written: int, lately: bool, inactive: bool, rank: int | None
) -> None:
    assert next_rank(written, lately=lately, inactive=inactive) == rank


def test_areas_add_up() -> None:
    whole = Turnout(10, 8, 5, 4, 7) + Turnout(3, 3, 0, 0, 1)
    assert whole == Turnout(13, 11, 5, 4, 8)
    assert (whole.inactive, whole.silent) == (2, 6)
