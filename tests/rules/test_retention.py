"""How long things are kept, to the day; when the clock is not believed; which backups stay."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.hold import CARRIED_WEEKS, WINDOW_WEEKS
from dp_ruptures.rules.retention import (
    RETENTION_WEEKS,
    backups_to_keep,
    clock_doubt,
    erasure_day,
    first_kept,
    registers_since,
)
from dp_ruptures.rules.week import PARIS, Week, week_of, week_of_day

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 23), st.integers(0, 60))
def test_a_week_goes_on_the_very_day_that_its_pharmacist_was_told(day: date, hour: int, back: int) -> None:
    now = datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)
    week = week_of(now).shift(-back)
    assert (week < first_kept(now)) == (erasure_day(week) <= day)


def test_the_weeks_that_a_release_looks_back_on_are_kept() -> None:
    # An erratum looks one week further, and a silent pharmacy stands with its figures of two weeks before.
    assert WINDOW_WEEKS + 1 + CARRIED_WEEKS < RETENTION_WEEKS


def test_the_registers_are_kept_a_year() -> None:
    assert NOW - registers_since(NOW) == timedelta(days=364)


@pytest.mark.parametrize(
    ("last", "doubt"),
    [
        (None, None),
        (NOW, None),
        (NOW - timedelta(days=45), None),
        (NOW - timedelta(days=46), "l'horloge a peut-être sauté"),
        (NOW + timedelta(seconds=1), "l'horloge recule"),
    ],
)
def test_a_clock_that_leaps_or_goes_back_is_not_believed(last: datetime | None, doubt: str | None) -> None:
    said = clock_doubt(NOW, last)
    assert (said is None) if doubt is None else (said is not None and doubt in said)


def test_a_week_of_days_and_a_month_of_weeks_stay() -> None:
    nights = [NOW - timedelta(days=back) for back in range(60)]
    kept = backups_to_keep(nights, NOW)
    assert kept >= set(nights[:7])
    assert len({week_of_day(when.date()) for when in kept}) == 4
    assert len(kept) <= 11
    # One night after the other, the same are kept: a rotation takes nothing that it would keep later.
    assert backups_to_keep(kept, NOW) == kept


def test_two_backups_of_a_day_are_one_and_none_outlives_the_declarations() -> None:
    morning, evening = NOW, NOW + timedelta(hours=9)
    assert backups_to_keep([morning, evening], evening) == {evening}
    old = NOW - timedelta(weeks=RETENTION_WEEKS)
    assert backups_to_keep([old], NOW) == set()
    assert first_kept(NOW) == Week(date(2026, 5, 25))
