"""When a campaign opens and closes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.season import same_week_last_season, season
from dp_ruptures.rules.week import parse_week


def test_a_season_runs_from_mid_october_to_the_end_of_february() -> None:
    winter = season(date(2026, 11, 23))
    assert (winter.campaign_id, winter.name) == ("2026-2027", "Saison 2026-2027")
    assert (winter.opens_on, winter.closes_on) == (date(2026, 10, 12), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("day", "campaign_id"),
    [
        (date(2024, 3, 3), "2023-2024"),  # The week of 29 February 2024 ends on 3 March.
        (date(2024, 3, 4), "2024-2025"),
        (date(2027, 1, 1), "2026-2027"),
        (date(2026, 7, 1), "2026-2027"),
    ],
)
def test_after_the_last_sunday_the_next_season_is_prepared(day: date, campaign_id: str) -> None:
    assert season(day).campaign_id == campaign_id


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_season_is_made_of_whole_weeks_and_never_over(day: date) -> None:
    found = season(day)
    assert (found.opens_on.weekday(), found.closes_on.weekday()) == (0, 6)
    assert day <= found.closes_on


@pytest.mark.parametrize(
    ("week", "before"),
    [("2026-W47", "2025-W47"), ("2027-W01", "2026-W01"), ("2026-W53", None), ("2021-W52", "2020-W52")],
)
def test_last_season_s_week_has_the_same_number_where_there_was_one(week: str, before: str | None) -> None:
    found = same_week_last_season(parse_week(week))
    assert (found.iso if found else None) == before
