"""When the night's work comes round."""

from datetime import datetime

import pytest

from dp_ruptures.rules.night import next_erasing_night, next_night
from dp_ruptures.rules.week import PARIS


@pytest.mark.parametrize(
    ("now", "night", "erasing"),
    [
        ("2026-11-18T12:00", "2026-11-19T02:30", "2026-11-23T02:30"),
        ("2026-11-23T01:00", "2026-11-23T02:30", "2026-11-23T02:30"),
        ("2026-11-23T03:00", "2026-11-24T02:30", "2026-11-30T02:30"),
    ],
    ids=["a Wednesday", "just before a Monday's", "just after it"],
)
def test_the_next_night_and_the_next_one_that_loses_a_week(now: str, night: str, erasing: str) -> None:
    here = datetime.fromisoformat(now).replace(tzinfo=PARIS)
    assert next_night(here) == datetime.fromisoformat(night).replace(tzinfo=PARIS)
    assert next_erasing_night(here) == datetime.fromisoformat(erasing).replace(tzinfo=PARIS)
