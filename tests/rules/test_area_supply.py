"""Days of supply of an area: by hand on three pharmacies; and the curve of a campaign's first weeks."""

import csv

import numpy as np
import pytest

from dp_ruptures.rules import nowcast
from dp_ruptures.rules.area_supply import days_of, runs_out, supply
from dp_ruptures.rules.supply import LONGEST
from tests.conftest import ROOT

NAN = float("nan")


def of(units: list[list[float]], area: list[int] | None = None) -> tuple[list[float], list[float]]:
    """Pace and wait of each area, pharmacies of equal size, every area in one région."""
    areas = np.array(area or [0] * len(units), np.int64)
    found = supply(np.array(units), np.ones(len(units)), areas, np.zeros(int(areas.max()) + 1, np.int64))
    return found.pace.tolist(), found.wait.tolist()


def test_drops_are_sales_and_a_silent_pharmacy_sells_as_the_others() -> None:
    pace, _ = of([[70, 35], [70, 35], [NAN, NAN]])
    assert pace == [pytest.approx(15)]


def test_a_shelf_emptied_in_the_week_sold_for_half_of_it_and_one_empty_all_week_says_nothing() -> None:
    pace, _ = of([[35, 0], [35, 0], [0, 0]])
    assert pace == [pytest.approx(30)]


def test_a_delivery_hides_what_was_sold_and_sets_the_wait() -> None:
    pace, wait = of([[10, 80], [70, 35], [70, 35], [70, 35]])
    assert pace == [pytest.approx(20)]
    assert wait == [pytest.approx(28)]


def test_a_lasting_rupture_and_a_stock_that_nobody_asks_for_do_not_lengthen_the_wait() -> None:
    moving = [[10.0, 80.0], [70.0, 35.0]]
    _, alone = of(moving)
    _, beside = of([*moving, *[[0.0, 0.0]] * 6, *[[5.0, 5.0]] * 3])
    assert alone == beside == [pytest.approx(14)]


def test_where_nothing_ever_moved_an_empty_area_is_out_and_the_wait_unknown() -> None:
    _, wait = of([[0.0, 0.0], [5.0, 5.0]])
    assert np.isnan(wait).all()
    assert [runs_out(days, wait[0]) for days in (0.0, 5.0, None)] == [True, None, None]


def test_with_few_counts_an_area_leans_on_the_others() -> None:
    rows = [[70.0, 0.0]] * 60 + [[70.0, 63.0]]
    pace, _ = of(rows, [0] * 60 + [1])
    assert pace[1] > 10
    assert pace[1] < pace[0] / 60


def test_without_two_weeks_nothing_is_known() -> None:
    pace, wait = of([[70.0], [NAN]])
    assert np.isnan(pace).all()
    assert np.isnan(wait).all()
    assert days_of(100, NAN) is None
    assert runs_out(3.0, NAN) is None


@pytest.mark.parametrize(("units", "expected"), [(0, 0.0), (30, 3.0), (10_000, float(LONGEST)), (None, None)])
def test_days_are_stock_over_pace(units: int | None, expected: float | None) -> None:
    assert days_of(units, 10.0) == expected


def test_an_area_runs_out_when_its_stock_is_gone_before_boxes_come() -> None:
    assert [runs_out(days, 14.0) for days in (6.0, 14.0, None)] == [True, False, None]


def test_a_rush_is_not_taken_for_the_pace_of_the_weeks_after() -> None:
    """Week 2 sells 15 % of a season, week 3 11 %: what lasts 10 days at this pace lasts longer."""
    lasting = nowcast.days(100, 10.0, 2)
    assert lasting is not None
    assert 10 < lasting < 16


def test_the_first_week_has_no_week_before_to_tell() -> None:
    assert nowcast.days(100, 10.0, 1) is None
    assert nowcast.days(100, 0.0, 2) is None
    assert nowcast.days(1_000_000, 10.0, 2) == LONGEST
    assert [nowcast.is_early(rank) for rank in (0, 1, 3, 4)] == [False, True, True, False]


def test_the_curve_is_the_mean_of_the_real_seasons() -> None:
    with (ROOT / "data/reference/demo_weekly_shares.csv").open(encoding="utf-8", newline="") as file:
        published = [float(row["part_saison"]) for row in csv.DictReader(file, delimiter=";")]
    assert tuple(published[: len(nowcast.SHARES)]) == nowcast.SHARES
    days = [nowcast.daily_share(day) for day in range(7)]
    assert sum(days) == pytest.approx(nowcast.SHARES[0])
    assert days[6] == 0
