"""Days of supply of an area: by hand on three pharmacies; and the curve of a campaign's first weeks."""

import csv
import math

import numpy as np
import pytest

from dp_ruptures.rules import nowcast
from dp_ruptures.rules.area_supply import Supply, days_of, runs_out, supply
from dp_ruptures.rules.days_interval import Stock, held_between, is_certain
from dp_ruptures.rules.supply import LONGEST
from tests.conftest import ROOT

NAN = float("nan")


def lasting(units: list[list[float]], area: list[int] | None = None) -> Supply:
    """Pharmacies of equal size, every area in one région."""
    areas = np.array(area or [0] * len(units), np.int64)
    return supply(np.array(units), np.ones(len(units)), areas, np.zeros(int(areas.max()) + 1, np.int64))


def of(units: list[list[float]], area: list[int] | None = None) -> tuple[list[float], list[float]]:
    """Pace and wait of each area."""
    found = lasting(units, area)
    return found.pace.tolist(), found.wait.tolist()


def errors(units: list[list[float]], area: list[int] | None = None) -> list[float]:
    """The error of each area's pace, then of all together."""
    found = lasting(units, area)
    areas = np.arange(len(found.pace))
    return [found.error(areas == one) for one in areas] + [found.error(areas >= 0)]


def test_drops_are_sales_and_a_silent_pharmacy_sells_as_the_others() -> None:
    pace, _ = of([[70, 35], [70, 35], [NAN, NAN]])
    assert pace == [pytest.approx(15)]


def test_a_shelf_emptied_in_the_week_sold_for_half_of_it_and_one_empty_all_week_says_nothing() -> None:
    pace, _ = of([[35, 0], [35, 0], [0, 0]])
    assert pace == [pytest.approx(30)]


def test_a_delivery_sets_the_wait_and_hides_sales_in_the_weeks_that_fell_too() -> None:
    """Three fall by 5 a day, one of four rose: the pace lies between 5 and 5 ÷ (1 − 1/4), in the middle."""
    pace, wait = of([[10, 80], [70, 35], [70, 35], [70, 35]])
    assert pace == [pytest.approx(4 * 5 / 0.75**0.5)]
    assert wait == [pytest.approx(28)]


def test_an_older_week_counts_half_and_at_the_nation_s_pace_of_now() -> None:
    """The nation went from 10 a day to 5: what an area sold then is worth half of it now."""
    steady = [[140.0, 70.0, 35.0]] * 400
    pace, _ = of([*steady, [140.0, 70.0, NAN], [NAN, 70.0, 35.0]], [0] * 400 + [1, 1])
    assert pace[1] == pytest.approx(10, rel=0.02)


def test_a_week_in_which_nobody_counted_leaves_the_error_unknown() -> None:
    steady = [[140.0, 70.0], [140.0, 60.0]] * 30
    assert errors([[*pair, 10.0] for pair in steady])[0] > 0
    assert math.isnan(errors([[*pair, NAN] for pair in steady])[0])


def test_pharmacies_all_alike_leave_no_doubt_and_those_that_differ_do() -> None:
    alike = errors([[70.0, 35.0]] * 30)
    assert alike[0] == pytest.approx(0, abs=1e-9)
    differing = errors([[70.0, 0.1], [70.0, 69.9]] * 15)
    # 30 pharmacies of 5 ± 5 a day, 20 more lent: 1 ÷ √50, and the nation's own last week, 1 ÷ √30.
    lent = (1 / 50) + (20 / 50) ** 2 * (1 / 50 + (20 / 50) ** 2 / 30) + 1 / 30
    assert 0.9 * lent**0.5 < differing[0] < 1.7 * lent**0.5


def test_fewer_counts_and_more_that_is_unseen_make_a_pace_less_sure() -> None:
    rows = [[70.0, 50.0], [70.0, 20.0]] * 20
    few, *_ = errors([*rows, [70.0, 35.0]], [1] * 40 + [0])
    many = errors(rows)[0]
    assert few > many
    risen = errors([*rows, *[[10.0, 80.0]] * 40])[0]
    assert risen > errors(rows)[0] + 0.05
    emptied = errors([*rows, *[[35.0, 0.0]] * 40])[0]
    assert emptied > errors(rows)[0] + 0.1


def test_areas_that_stray_from_their_past_make_every_pace_less_sure() -> None:
    held = [[140.0, 100.0, 60.0]] * 30
    steady = errors([*held, *held], [0] * 30 + [1] * 30)
    moved = errors([*[[140.0, 120.0, 60.0]] * 30, *[[140.0, 80.0, 60.0]] * 30], [0] * 30 + [1] * 30)
    assert moved[0] > steady[0] + 0.2
    # What two areas stray apart is less on both together.
    assert moved[2] < moved[0]


def test_a_pace_that_nobody_knows_has_no_error() -> None:
    assert np.isnan(errors([[70.0], [NAN]])).all()
    assert np.isnan(errors([[70.0, 70.0]])).all()
    assert np.isnan(errors([[0.0, 20.0]])).all()


@pytest.mark.parametrize(
    ("stock", "error", "expected"),
    [
        # A sure pace: the interval is the stock's; a sure stock: the pace's; both: more than each.
        ((100, 80, 150), 0.0, (80, 150)),
        ((100, 100, 100), 0.1, (100 / math.exp(0.196), 100 * math.exp(0.196))),
        ((100, 80, 120), 0.1, (100 * math.exp(-math.hypot(math.log(1.25), 0.196)),
                               100 * math.exp(math.hypot(math.log(1.2), 0.196)))),
        ((100, 0, 150), 0.0, (0, 150)),
        ((0, 0, 10), 0.0, (0, 10)),
        ((None, None, None), 0.1, (None, None)),
        ((100, 80, 120), NAN, (None, None)),
    ],
)  # fmt: skip
def test_days_are_as_unsure_as_stock_and_pace_together(
    stock: Stock, error: float, expected: tuple[float | None, float | None]
) -> None:
    assert held_between(stock, error) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("days", "between", "certain"),
    [(5, (3, 8), True), (12, (9, 16), False), (16, (12, 20), False), (20, (15, 30), True),
     (None, (None, None), None), (5, (None, None), None)],
)  # fmt: skip
def test_an_alert_is_certain_when_the_whole_interval_lies_on_its_side_of_the_wait(
    days: float | None, between: tuple[float | None, float | None], certain: bool | None
) -> None:
    assert is_certain(days, between, 14.0) is certain
    assert is_certain(days, between, NAN) is None


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


def test_the_curve_starts_from_the_days_between_two_counts() -> None:
    """From Wednesday of week 2 to Tuesday of week 3 13.7 % of a season go, 11.5 % in the seven days after."""
    assert nowcast.days(70, 10.0, 3) == 8.0
    assert nowcast.days(59, 10.0, 3) == 7.0


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
