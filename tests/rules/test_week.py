"""Weeks: Monday first, Paris for everybody, week 53 included."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.week import PARIS, Week, WeekError, parse_week, week_of, week_of_day, weeks_between


@pytest.mark.parametrize(
    ("day", "iso"),
    [
        (date(2020, 12, 28), "2020-W53"),
        (date(2021, 1, 3), "2020-W53"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2026, 11, 23), "2026-W48"),
    ],
)
def test_case_36_week_53_holds_the_first_days_of_january(day: date, iso: str) -> None:
    assert week_of_day(day).iso == iso


def test_case_36_sunday_night_in_paris_is_not_yet_monday() -> None:
    last_second = datetime(2026, 11, 22, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Paris
    assert week_of(last_second).label == "2026-S47"
    assert week_of(last_second + timedelta(seconds=1)).label == "2026-S48"
    assert not Week(date(2026, 11, 16)).is_open(last_second + timedelta(seconds=1))


def test_an_overseas_pharmacy_follows_the_clock_of_paris() -> None:
    # Sunday 20:00 in Fort-de-France is already Monday in Paris.
    assert week_of(datetime(2026, 11, 23, 0, 0, tzinfo=UTC)).number == 48


def test_a_week_lasts_an_hour_more_when_the_clocks_go_back() -> None:
    week = parse_week("2026-W43")
    assert week.closes_at - week.opens_at == timedelta(days=7, hours=1)


@pytest.mark.parametrize("text", ["2026-W48", "2026-S48", "2026w48", " 2026-W48 "])
def test_a_week_is_read_as_files_and_screens_write_it(text: str) -> None:
    assert parse_week(text).monday == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["2025-W53", "2026-W00", "48", "", "2026-W54", "lundi"])
def test_a_week_that_is_none_is_refused_in_french(text: str) -> None:
    with pytest.raises(WeekError, match="semaine"):
        parse_week(text)


def test_a_week_begins_on_monday() -> None:
    with pytest.raises(WeekError, match="lundi"):
        Week(date(2026, 11, 24))


@given(st.dates(date(2015, 1, 1), date(2040, 12, 31)))
def test_every_day_lies_in_the_week_that_its_label_names(day: date) -> None:
    week = week_of_day(day)
    assert week.monday <= day <= week.sunday
    assert parse_week(week.iso) == parse_week(week.label) == week


@given(st.datetimes(datetime(2015, 1, 1), datetime(2040, 1, 1)))  # noqa: DTZ001
def test_one_week_is_open_at_any_instant(naive: datetime) -> None:
    instant = naive.replace(tzinfo=UTC)
    week = week_of(instant)
    assert week.is_open(instant)
    assert not week.shift(1).is_open(instant)
    assert not week.shift(-1).is_open(instant)
    assert week.closes_at == week.shift(1).opens_at
    assert week.opens_at.astimezone(PARIS).hour == 0


def test_weeks_between_counts_both_ends() -> None:
    first = parse_week("2026-W52")
    assert [week.iso for week in weeks_between(first, first.shift(2))] == ["2026-W52", "2026-W53", "2027-W01"]
    assert weeks_between(first, first.shift(-1)) == []
