"""When a shortage may be declared, when it is asked about again, what says something new."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Line
from dp_ruptures.rules.shortage import Act, Facts

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
FACTS = Facts(date(2026, 11, 5), 2, NOW - timedelta(hours=80), "", 12)
DECLARED = Act(rule.DECLARED, rule.OPEN, FACTS)


@pytest.mark.parametrize(
    ("distributors", "hours", "shortened"), [(2, 72, False), (2, 71, True), (1, 100, True), (1, 1, True)]
)
def test_the_legal_delay_is_72_hours_after_two_distributors(
    distributors: int, hours: int, shortened: bool
) -> None:
    assert rule.is_shortened(distributors, NOW - timedelta(hours=hours), NOW) is shortened


def test_a_shortage_is_asked_about_after_seven_days_of_silence() -> None:
    assert not rule.is_due(NOW - timedelta(days=7), NOW)
    assert rule.is_due(NOW - timedelta(days=7, seconds=1), NOW)


def test_the_same_act_on_the_same_day_in_paris_says_nothing_new() -> None:
    assert (
        rule.worth_writing(DECLARED, NOW, replace(DECLARED, kind=rule.UPDATED), NOW + timedelta(hours=3))
        is None
    )
    # 23:30 in Paris, then past midnight there, on one day of UTC.
    late = datetime(2026, 11, 18, 22, 30, tzinfo=UTC)
    again = rule.worth_writing(DECLARED, late, DECLARED, late + timedelta(hours=1))
    assert again == replace(DECLARED, kind=rule.CONFIRMED)


def test_another_fact_is_written_as_what_it_is() -> None:
    corrected = replace(DECLARED, kind=rule.UPDATED, facts=replace(FACTS, missing=20))
    assert rule.worth_writing(DECLARED, NOW, corrected, NOW) == corrected


def test_a_product_that_is_missing_again_is_another_shortage() -> None:
    first = rule.shortage_id("010002301", "3400930306000", "")
    assert first == rule.shortage_id("010002301", "3400930306000", "")
    second = rule.shortage_id("010002301", "3400930306000", first)
    others = {
        rule.shortage_id("010001238", "3400930306000", ""),
        rule.shortage_id("010002301", "3400930296165", ""),
    }
    assert len({first, second, *others}) == 4


def test_an_act_s_id_says_its_content_and_not_its_time_zone() -> None:
    paris = replace(FACTS, asked_at=FACTS.asked_at.astimezone(rule.PARIS))
    assert rule.event_id("s", 1, DECLARED) == rule.event_id("s", 1, replace(DECLARED, facts=paris))
    assert rule.event_id("s", 1, DECLARED) != rule.event_id("s", 2, DECLARED)
    assert rule.event_id("s", 1, DECLARED) != rule.event_id("s", 1, replace(DECLARED, answer="demain"))


def test_case_18_a_zero_leads_to_the_shortage_unless_it_is_declared_already() -> None:
    lines = [
        Line("3400930306000", QUANTITY, units=0), Line("3400930296165", QUANTITY, units=4),
        Line("3400930305010", NOT_STOCKED), Line("3400930304686", QUANTITY, units=0),
    ]  # fmt: skip
    zeros = rule.zeros(lines)
    assert zeros == ["3400930306000", "3400930304686"]
    assert rule.not_yet_declared(zeros, {"3400930306000"}) == ["3400930304686"]


def test_a_shortage_is_erased_26_weeks_after_its_last_word() -> None:
    assert rule.erased_on(NOW) == date(2027, 5, 17)
