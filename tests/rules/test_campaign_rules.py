"""A campaign's days, and when its products come and go."""

from datetime import date

import pytest

from dp_ruptures.rules.change import Change, Plan
from dp_ruptures.rules.season import (
    Season,
    Span,
    date_problems,
    joining_day,
    leaving_day,
    season_after,
)

OPENS, CLOSES = date(2026, 10, 12), date(2027, 2, 28)
WEDNESDAY, MONDAY = date(2026, 11, 18), date(2026, 11, 23)


def season(opens: date = OPENS, closes: date = CLOSES, name: str = "2026-2027") -> Season:
    return Season(name, f"Saison {name}", opens, closes)


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (season(opens=date(2026, 10, 13)), "12/10/2026"),
        (season(closes=date(2027, 2, 27)), "28/02/2027"),
        (season(opens=date(2027, 3, 1)), "avant de s'ouvrir"),
        (season(closes=date(2027, 10, 17)), "chevauchent « Saison 2027-2028 »"),
        (season(opens=date(2026, 11, 16)), "2026-S46 est déjà déclarée"),
        (season(closes=date(2026, 11, 15)), "2026-S47 est déjà déclarée"),
    ],
)
def test_days_that_cannot_be_are_named(wanted: Season, word: str) -> None:
    later = season(date(2027, 10, 11), date(2028, 2, 27), "2027-2028")
    kept = [("déclarée", Span(date(2026, 11, 9), date(2026, 11, 16)))]
    told = date_problems(wanted, [later], kept)
    assert [sentence for sentence in told if word in sentence]


def test_a_campaign_may_be_made_longer_and_shorter_around_what_is_declared() -> None:
    kept = [("déclarée", Span(date(2026, 11, 9), date(2026, 11, 16))), ("publiée", Span(None, None))]
    assert date_problems(season(date(2026, 11, 9), date(2026, 11, 22)), [], kept) == []
    assert date_problems(season(closes=date(2027, 3, 28)), [], kept) == []


def test_a_product_leaves_on_the_monday_after_the_open_week() -> None:
    assert leaving_day(WEDNESDAY, OPENS) == MONDAY
    assert leaving_day(MONDAY, OPENS) == date(2026, 11, 30)
    assert leaving_day(date(2026, 9, 1), OPENS) == OPENS


def test_a_product_joins_today_or_on_monday() -> None:
    assert joining_day(WEDNESDAY, OPENS, at_once=True) == WEDNESDAY
    assert joining_day(WEDNESDAY, OPENS, at_once=False) == MONDAY
    assert joining_day(date(2026, 9, 1), OPENS, at_once=True) == OPENS


@pytest.mark.parametrize("last", [CLOSES, date(2027, 5, 30)])
def test_the_season_after_begins_in_october(last: date) -> None:
    coming = season_after(last)
    assert (coming.campaign_id, coming.opens_on.isoformat()) == ("2027-2028", "2027-10-11")


def test_a_long_plan_keeps_a_line_that_can_be_read() -> None:
    plan = Plan(tuple(Change(f"produit {rank}", "absent", "présent") for rank in range(200)))
    assert plan.told.startswith("produit 0 : absent → présent ; produit 1")
    assert len(plan.told) < 1_000
