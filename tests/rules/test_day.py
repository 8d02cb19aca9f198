"""Days and hours as they are typed at the counter."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dp_ruptures.rules.day import DayError, read_day, read_hour, write_day

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    "text",
    [
        "05/11/2026", "5/11/26", "05.11.2026", "5-11-2026", "05112026", " 05 11 2026 ", "5/11",
        "０５/１１/２０２６",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert read_day(text, TODAY) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "read"), [("19/11", date(2025, 11, 19)), ("18/11", TODAY), ("29/02", date(2024, 2, 29))]
)
def test_a_day_without_its_year_is_the_latest_one_gone_by(text: str, read: date) -> None:
    assert read_day(text, TODAY) == read


@pytest.mark.parametrize(
    "text",
    [
        "", "31/02/2026", "2026-11-05", "5", "hier", "00/11/2026", "05/13", "=2+2", "5/11/",
        "٥/١١/٢٠٢٦", "31/11",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DayError, match="JJ/MM/AAAA"):
        read_day(text, TODAY)


@given(some.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_written_is_read_back(day: date) -> None:
    assert read_day(write_day(day), TODAY) == day


@given(some.integers(0, 364))
def test_a_day_of_the_year_gone_by_needs_no_year(days: int) -> None:
    day = TODAY - timedelta(days)
    assert read_day(f"{day:%d/%m}", TODAY) == day


@pytest.mark.parametrize("text", ["10:30", "10h30", "10 h 30", "1030", "10H30", "10\u00a0h\u00a030"])
def test_an_hour_is_read_as_people_write_it(text: str) -> None:
    assert read_hour(text) == time(10, 30)


@pytest.mark.parametrize("text", ["9", "9h", "09:00"])
def test_a_whole_hour_needs_no_minutes(text: str) -> None:
    assert read_hour(text) == time(9)


@pytest.mark.parametrize("text", ["", "24:00", "10:60", "midi", "10:3", "10:30:00"])
def test_what_is_no_hour_is_refused(text: str) -> None:
    with pytest.raises(DayError, match="10:30"):
        read_hour(text)
