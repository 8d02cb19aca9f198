import csv
from collections import defaultdict
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from dp_ruptures.demo import stocks

PHARMACIES = 3000
VACCINE = np.array([False] * 5 + [True] * 5)
PACKS = np.array([1, 5, 5, 20, 25, 1, 1, 1, 1, 1])


@pytest.fixture(scope="module")
def market() -> stocks.Market:
    rng = np.random.default_rng(3)
    return stocks.open_market(rng, rng.integers(0, 100, PHARMACIES), VACCINE, PACKS)


@pytest.fixture(scope="module")
def shelves(market: stocks.Market) -> list[stocks.Integers]:
    return list(islice(stocks.season(np.random.default_rng(4), market), 26))


def zero_share(market: stocks.Market, shelf: stocks.Integers) -> float:
    """Part of the vaccines stocked that are out."""
    return float((shelf == 0)[:, VACCINE][market.stocked[:, VACCINE]].mean())


def test_the_weekly_shares_are_the_mean_of_the_real_seasons(shared: Path) -> None:
    real = defaultdict(list)
    with (shared / "data/flu/doses_hebdo_iso_2020_2025.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            real[int(row["rang"])].append(float(row["part_saison"]))
    means = [sum(real[rank]) / len(real[rank]) for rank in sorted(real)]
    assert stocks.weekly_shares() == pytest.approx(means, abs=1e-3)


def test_past_the_known_weeks_demand_fades_to_nothing() -> None:
    shares = [stocks.share_of(week) for week in range(60)]
    assert sum(shares[:20]) == pytest.approx(1)
    assert shares[19] > shares[20] > shares[21] > shares[59] > 0


def test_sizes_are_log_normal_around_one(market: stocks.Market) -> None:
    assert market.size.mean() == pytest.approx(1, abs=0.05)
    assert np.log(market.size).std() == pytest.approx(0.6, abs=0.03)


def test_sixty_percent_are_out_after_the_first_days_more_in_the_second_week_then_deliveries_come(
    market: stocks.Market, shelves: list[stocks.Integers]
) -> None:
    zeros = [zero_share(market, shelf) for shelf in shelves]
    assert zeros[0] == pytest.approx(0.6, abs=0.06)
    assert 0.8 < zeros[1] < 0.9
    assert zeros[11] < 0.4
    assert all(later < sooner for sooner, later in zip(zeros[2:14], zeros[3:15], strict=True))


def test_what_is_left_sits_in_few_pharmacies(shelves: list[stocks.Integers]) -> None:
    left = np.sort(shelves[13][:, VACCINE].sum(axis=1))
    assert 0.3 < left[-PHARMACIES // 10 :].sum() / left.sum() < 0.6


def test_stocks_are_never_negative_and_nothing_lies_where_nothing_is_stocked(
    market: stocks.Market, shelves: list[stocks.Integers]
) -> None:
    assert all((shelf >= 0).all() for shelf in shelves)
    assert all((shelf[~market.stocked] == 0).all() for shelf in shelves)
    assert 0.02 < (~market.stocked).mean() < 0.15


def test_tests_come_and_go_in_waves(shelves: list[stocks.Integers]) -> None:
    on_shelf = [int(shelf[:, ~VACCINE].sum()) for shelf in shelves]
    assert max(on_shelf) > 2 * min(on_shelf)
    assert max(on_shelf) < 300 * PHARMACIES


def test_the_share_out_counts_only_what_is_stocked() -> None:
    market = stocks.Market(
        size=np.ones(3),
        area=np.zeros(3, np.int64),
        counts_boxes=np.zeros(3, np.bool_),
        stocked=np.array([[True, True], [True, False], [False, False]]),
        vaccine=np.array([True, True]),
        pack_size=np.array([1, 1]),
    )
    shelf = np.array([[0, 5], [0, 0], [0, 0]])
    assert market.share_out(shelf).tolist() == [0.5, 1.0, 0.0]
