"""Every field of the shortage form, and the sentence of every fault."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dp_ruptures.rules.day import DayError
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.rules.shortage_entry import (
    LONGEST_TEXT,
    Entry,
    read_entry,
    read_expected,
    read_redelivery,
    tidy,
)

# 11:00 in Paris.
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
ENTRY = Entry("05/11/2026", False, 2, "14/11/2026", "10:30", "", "12")


def faults(**typed: Any) -> dict[str, str]:
    facts, found = read_entry(replace(ENTRY, **typed), NOW)
    assert (facts is None) == bool(found)
    return {fault.field: fault.message for fault in found}


def test_five_fields_make_a_declaration() -> None:
    facts, found = read_entry(ENTRY, NOW)
    assert found == []
    assert facts == Facts(date(2026, 11, 5), 2, datetime(2026, 11, 14, 9, 30, tzinfo=UTC), "", 12)


def test_never_supplied_is_said_and_not_guessed() -> None:
    facts, _ = read_entry(replace(ENTRY, last_supply="", never_supplied=True), NOW)
    assert facts is not None
    assert facts.last_supply is None
    assert "cochez" in faults(last_supply="")["last_supply"]
    assert "à la fois" in faults(never_supplied=True)["last_supply"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("last_supply", {"last_supply": "19/11/2026"}, "futur"),
        ("last_supply", {"last_supply": "05/11/1926"}, "1926"),
        ("last_supply", {"last_supply": "mardi"}, "JJ/MM/AAAA"),
        ("asked", {"asked_day": ""}, "72 heures"),
        ("asked", {"asked_hour": ""}, "72 heures"),
        ("asked", {"asked_day": "18/11/2026", "asked_hour": "11:01", "reason": "urgent"}, "futur"),
        ("missing", {"missing": ""}, "au moins 1"),
        ("missing", {"missing": "0"}, "au moins 1"),
        ("missing", {"missing": "nc"}, "au moins 1"),
        ("missing", {"missing": "-3"}, "négatif"),
        ("missing", {"missing": "=2+2"}, "sans calcul"),
    ],
)
def test_a_fault_is_said_beside_its_field(field: str, typed: dict[str, Any], said: str) -> None:
    assert said in faults(**typed)[field]


def test_a_last_supply_of_today_in_paris_is_taken() -> None:
    assert faults(last_supply="18/11/2026") == {}
    past_midnight = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert read_entry(replace(ENTRY, last_supply="19/11/2026"), past_midnight)[1] == []


def test_less_than_72_hours_or_than_two_distributors_wants_the_pharmacist_s_reason() -> None:
    assert "72 heures" in faults(asked_day="16/11/2026")["reason"]
    assert "Moins de deux distributeurs" in faults(distributors=1)["reason"]
    assert faults(distributors=1, asked_day="18/11/2026", reason="chimiothérapie en cours") == {}
    # At the hour exactly, the delay has run.
    assert faults(asked_day="15/11/2026", asked_hour="11:00") == {}
    assert "72 heures" in faults(asked_day="15/11/2026", asked_hour="11:01")["reason"]


def test_every_fault_is_said_at_once() -> None:
    assert set(faults(last_supply="", asked_day="", missing="")) == {"last_supply", "asked", "missing"}


def test_a_delivery_lies_between_the_last_one_and_today() -> None:
    supplied = date(2026, 11, 5)
    assert read_redelivery("18/11/2026", supplied, NOW) == date(2026, 11, 18)
    for typed in ("", "19/11/2026", "04/11/2026"):
        with pytest.raises(DayError):
            read_redelivery(typed, supplied, NOW)
    assert read_redelivery("04/11/2026", None, NOW) == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("typed", "day"), [("20/11", date(2026, 11, 20)), ("05/01", date(2027, 1, 5)), ("", None)]
)
def test_an_announced_delivery_is_to_come(typed: str, day: date | None) -> None:
    assert read_expected(typed, NOW) == day


def test_an_announced_delivery_already_past_is_refused() -> None:
    with pytest.raises(DayError, match="passée"):
        read_expected("17/11/2026", NOW)


@given(some.text(), some.text(), some.text(), some.text())
def test_nothing_typed_breaks_the_reading(day: str, hour: str, reason: str, missing: str) -> None:
    facts, found = read_entry(Entry(day, False, 1, day, hour, reason, missing), NOW)
    assert (facts is None) == bool(found)


@given(some.text(max_size=300))
def test_free_words_keep_no_line_break_nor_nul_and_end(text: str) -> None:
    kept = tidy(text)
    assert len(kept) <= LONGEST_TEXT
    assert "\0" not in kept
    assert "\n" not in kept
