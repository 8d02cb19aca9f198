"""Expected, answered, on time, ever, inactive, silent: question by question, on a handful of pharmacies."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dp_ruptures import responses
from dp_ruptures.responses import Survey, Wanted
from dp_ruptures.rules.response import Turnout, day_end, silent_since
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store
from tests.rows import declare, put

WEEK = parse_week("2026-W50")
FIRST = parse_week("2026-W42")
NOW = datetime(2026, 12, 9, 10, tzinfo=UTC)  # Wednesday of WEEK
VACCINE = "3400930306000"


def survey(week: Week = WEEK, first: Week = FIRST) -> Survey:
    return Survey(week, first, silent_since(week, first, 8), day_end(week, 3))


@pytest.fixture
def base(empty_store: Store) -> Store:
    """`steady` answers each week, `late` has just answered, `quiet` did weeks ago, `mute` never has."""
    put(empty_store, "department", {"department_code": "01"}, {"department_code": "02"})
    for finess in ("steady", "late", "quiet", "mute"):
        put(empty_store, "pharmacy", {"finess": finess, "name": finess.title(), "email": f"{finess}@x.fr"})
    for number in range(9):
        answer(empty_store, "steady", FIRST.shift(number), number + 1)
    answer(empty_store, "quiet", FIRST.shift(2), 20)
    answer(empty_store, "late", WEEK, 21, at=day_end(WEEK, 3))
    return empty_store


def answer(store: Store, finess: str, week: Week, number: int, at: datetime | None = None) -> None:
    declare(store, number, finess, week.monday, {VACCINE: 1})
    received = (at or week.opens_at + timedelta(hours=12)).replace(tzinfo=None)
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE declaration SET received_at = ? WHERE declaration_id = ?", [received, number])


def names(store: Store, kind: str = "all", words: str = "", codes: tuple[str, ...] = ("01",)) -> list[str]:
    wanted = Wanted(kind, codes, words)
    listed = [each.finess for each in responses.silent(store, survey(), wanted, size=50)]
    assert responses.silent_count(store, survey(), wanted) == len(listed)
    return listed


def test_the_inactive_are_out_of_the_expected_and_lateness_is_only_a_label(base: Store) -> None:
    assert responses.turnout(base, survey()) == {
        "01": Turnout(in_business=4, expected=3, answered=2, on_time=1, ever=3)
    }


def test_a_campaign_younger_than_the_silence_expects_everybody(base: Store) -> None:
    counted = responses.turnout(base, survey(WEEK.shift(-1)))["01"]
    assert (counted.in_business, counted.expected) == (4, 4)


def test_one_answer_makes_expected_again(base: Store) -> None:
    answer(base, "mute", WEEK, 30)
    counted = responses.turnout(base, survey())["01"]
    assert (counted.expected, counted.answered, counted.ever) == (4, 3, 4)


def test_one_that_opened_meanwhile_has_not_been_silent_for_long(base: Store) -> None:
    put(base, "pharmacy", {"finess": "young", "opened_on": FIRST.monday + timedelta(1)})
    put(base, "pharmacy", {"finess": "old", "opened_on": FIRST.monday})
    counted = responses.turnout(base, survey())["01"]
    assert (counted.in_business, counted.expected) == (6, 4)


def test_neither_closed_nor_not_yet_open_is_counted(base: Store) -> None:
    put(base, "pharmacy", {"finess": "closed", "closed_on": WEEK.monday})
    put(base, "pharmacy", {"finess": "soon", "opened_on": WEEK.sunday + timedelta(1)})
    assert responses.turnout(base, survey())["01"].in_business == 4
    assert "closed" not in names(base)


def test_a_last_declaration_without_a_line_takes_the_answer_back(base: Store) -> None:
    put(base, "declaration", {
        "declaration_id": 40, "receipt_id": "r40", "finess": "steady", "week": WEEK.monday, "line_count": 0,
    })  # fmt: skip
    counted = responses.turnout(base, survey())["01"]
    assert (counted.answered, counted.on_time, counted.ever) == (1, 0, 3)
    answer(base, "steady", WEEK, 41)
    assert responses.turnout(base, survey())["01"].answered == 2


def test_a_correction_keeps_the_first_hour(base: Store) -> None:
    answer(base, "steady", WEEK, 50, at=day_end(WEEK, 5))
    counted = responses.turnout(base, survey())["01"]
    assert (counted.answered, counted.on_time) == (2, 1)


def test_answers_add_up_day_after_day_and_the_days_ahead_are_empty(base: Store) -> None:
    come = responses.arrivals(base, [WEEK, WEEK.shift(-1)], ["01"], NOW)
    assert come[WEEK] == [1, 1, 1, None, None, None, None]
    assert come[WEEK.shift(-1)] == [1] * 7
    assert responses.arrivals(base, [WEEK], ["02"], NOW + timedelta(4))[WEEK] == [0] * 7
    assert responses.arrivals(base, [WEEK], ["01"], NOW + timedelta(4))[WEEK] == [1, 1, 1, 2, 2, 2, 2]


def test_who_has_not_answered_those_who_used_to_first(base: Store) -> None:
    assert names(base) == ["quiet", "mute"]
    assert names(base, "expected") == ["quiet"]
    assert names(base, "inactive") == ["mute"]
    assert names(base, "never") == ["mute"]
    assert names(base, words=" QUI") == ["quiet"]
    assert names(base, words="' OR 1=1 --") == []
    assert names(base, codes=("02",)) == []
    assert names(base, codes=()) == []
    put(base, "pharmacy", {"finess": "unreachable", "email": None, "opened_on": date(2026, 12, 1)})
    assert names(base, "unreachable") == ["unreachable"]


def test_a_silent_pharmacy_carries_its_past(base: Store) -> None:
    base.execute("reminder_insert", finess="quiet", week=WEEK.monday, rank_in_week=1, now=NOW)
    (found, _) = responses.silent(base, survey(), Wanted("all", ["01"]), size=50)
    assert (found.last_week, found.weeks_answered) == (FIRST.shift(2), 1)
    assert (found.reminders, found.reminded_at, found.inactive) == (1, NOW, False)


def test_pages_follow_each_other(base: Store) -> None:
    wanted = Wanted("all", ["01"])
    pages = [responses.silent(base, survey(), wanted, size=1, skip=skip)[0].finess for skip in (0, 1)]
    assert pages == names(base)
