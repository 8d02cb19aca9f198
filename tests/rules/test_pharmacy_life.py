"""When a pharmacy may be closed by hand, and until when it counts."""

from datetime import date

import pytest

from dp_ruptures.rules.pharmacy_life import closing_problem, last_counted_week, reason_problem

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("opened", "closed", "wanted", "word"),
    [
        (None, date(2026, 1, 1), TODAY, "déjà fermée"),
        (date(2026, 11, 18), None, TODAY, "avant son ouverture"),
        (None, None, date(2036, 11, 18), "vérifiez l'année"),
        (None, None, date(2016, 11, 18), "vérifiez l'année"),
    ],
)
def test_a_closing_that_cannot_be_is_refused(
    opened: date | None, closed: date | None, wanted: date, word: str
) -> None:
    assert word in (closing_problem(opened, closed, wanted, TODAY) or "")


@pytest.mark.parametrize("wanted", [TODAY, date(2026, 10, 1), date(2027, 1, 1)])
def test_a_closing_near_today_is_taken(wanted: date) -> None:
    assert closing_problem(date(2010, 1, 1), None, wanted, TODAY) is None


def test_a_pharmacy_counts_in_the_week_it_opened_in_for_a_day() -> None:
    assert last_counted_week(date(2026, 11, 16)) == "2026-S46"
    assert last_counted_week(date(2026, 11, 17)) == "2026-S47"


@pytest.mark.parametrize(
    ("reason", "fine"), [("cession", True), ("", False), ("  ", False), ("x" * 201, False)]
)
def test_an_act_asks_for_a_reason(reason: str, fine: bool) -> None:
    assert (reason_problem(reason) is None) is fine
