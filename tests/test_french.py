"""French numbers, dates and delays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures import french

THIN = "\u202f"
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("n", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1234567, 0, f"1{THIN}234{THIN}567"),
        (1234.56, 1, f"1{THIN}234,6"),
        (-1200, 0, f"\u22121{THIN}200"),
        (-0.2, 0, "0"),
    ],
)
def test_a_number_is_cut_in_thousands_with_a_comma(n: float, decimals: int, text: str) -> None:
    assert french.number(n, decimals) == text


@given(st.integers(-(10**12), 10**12))
def test_a_number_reads_back_to_itself(n: int) -> None:
    assert int(french.number(n).replace(THIN, "").replace("\u2212", "-")) == n


def test_a_share_is_written_in_percent() -> None:
    assert french.percent(0.125, 1) == f"12,5{THIN}%"
    assert french.percent(0.35) == f"35{THIN}%"


@pytest.mark.parametrize(("count", "text"), [(0, "0 officine"), (1, "1 officine"), (2, "2 officines")])
def test_the_plural_starts_at_two(count: int, text: str) -> None:
    assert french.plural(count, "officine").replace(NBSP, " ") == text


def test_an_irregular_plural_is_given() -> None:
    assert french.plural(3, "journal", "journaux") == f"3{NBSP}journaux"


def test_days_are_written_short_and_long() -> None:
    assert french.day(date(2026, 11, 23)) == "23 nov. 2026"
    assert french.day(date(2026, 12, 1)) == "1er déc. 2026"
    assert french.short_day(date(2026, 8, 3)) == "3 août"
    assert french.long_day(date(2026, 11, 23)) == "lundi 23 novembre 2026"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 11, 16), date(2026, 11, 22), "du 16 au 22 novembre 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "du 30 novembre au 6 décembre 2026"),
        (date(2020, 12, 28), date(2021, 1, 3), "du 28 décembre 2020 au 3 janvier 2021"),
    ],
)
def test_a_span_repeats_only_what_changes(first: date, last: date, text: str) -> None:
    assert french.span(first, last) == text


def test_an_instant_is_said_in_paris_time() -> None:
    assert french.instant(datetime(2026, 11, 22, 23, 5, tzinfo=UTC)).replace(NBSP, " ") == (
        "23 nov. 2026 à 0 h 05"
    )
    assert french.hour(datetime(2026, 7, 1, 8, 42, tzinfo=UTC)).replace(NBSP, " ") == "10 h 42"


@pytest.mark.parametrize(
    ("delta", "text"),
    [
        (timedelta(days=3, hours=20), "dans 3 jours"),
        (timedelta(hours=47, minutes=59), "dans 47 heures"),
        (timedelta(minutes=119), "dans 119 minutes"),
        (timedelta(minutes=1), "dans 1 minute"),
        (timedelta(seconds=10), "dans moins d'une minute"),
        (timedelta(hours=-5), "il y a 5 heures"),
    ],
)
def test_a_delay_is_said_in_words(delta: timedelta, text: str) -> None:
    assert french.remaining(delta).replace(NBSP, " ") == text


def test_marks_stay_with_the_word_before_and_a_date_on_its_line() -> None:
    assert french.kept_together("24 × 5 ; boîtes : 3 ?") == f"24{NBSP}× 5{NBSP}; boîtes{NBSP}: 3{NBSP}?"
    assert french.on_one_line("16 nov. 2026") == f"16{NBSP}nov.{NBSP}2026"
