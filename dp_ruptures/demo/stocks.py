"""The true stocks of a season: deliveries come, patients take. Pure numpy.

Vaccines follow the real weekly shares of a season, staggered by pharmacy; tests
follow waves of demand. Figures: domain.md, "Figures for a believable simulator".
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dp_ruptures.settings import ROOT

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_DOSES_A_SEASON = 561
_SIZE_SIGMA = 0.6
# P(demand > first delivery) = 0.6 when ln(demand / delivery) is normal with this mean, in sigmas.
_OUT_BY_FIRST_DAYS = 0.2533
_DELIVERED_IN_A_WEEK = 0.65
_COMES_BACK = 0.35
_HURRY = 2.0
_HURRY_WEEKS = 2.0
_TESTS_A_WEEK = 30.0
_WAVE_WEEKS = 10
_FADING = 0.7
_COUNTS_BOXES = 0.3


@dataclass(frozen=True)
class Market:
    """Pharmacies and products.

    Per pharmacy: `size`, `area` and `counts_boxes`; per product: `vaccine` and `pack_size`;
    `stocked` is pharmacy × product.
    """

    size: Floats
    area: Integers
    counts_boxes: Flags
    stocked: Flags
    vaccine: Flags
    pack_size: Integers

    def share_out(self, shelf: Integers) -> Floats:
        """Per pharmacy, which part of the products it stocks is out."""
        out = (self.stocked & (shelf == 0)).sum(axis=1)
        return np.asarray(out / np.maximum(self.stocked.sum(axis=1), 1))


def open_market(rng: np.random.Generator, area: Integers, vaccine: Flags, pack_size: Integers) -> Market:
    """Draw sizes (log-normal, mean 1) and what each pharmacy does not stock: the rarer, the more often."""
    shape = (len(area), len(vaccine))
    rarity = 0.3 * np.maximum(_rank_in(vaccine), _rank_in(~vaccine)) / max(len(vaccine), 1)
    return Market(
        size=np.exp(rng.normal(-(_SIZE_SIGMA**2) / 2, _SIZE_SIGMA, len(area))),
        area=area,
        counts_boxes=rng.random(len(area)) < _COUNTS_BOXES,
        stocked=rng.random(shape) >= rarity,
        vaccine=vaccine,
        pack_size=pack_size,
    )


def season(rng: np.random.Generator, market: Market) -> Iterator[Integers]:
    """Units on the shelf, pharmacy × product, week after week without end; 0 where not stocked."""
    return (units for units, _ in season_asked(rng, market))


def season_asked(rng: np.random.Generator, market: Market) -> Iterator[tuple[Integers, Integers]]:
    """The same with what patients asked for in that week, whether the shelf had it or not."""
    vaccines, tests = _vaccines(rng, market), _tests(rng, market)
    while True:
        both = np.zeros((2, *market.stocked.shape), np.int64)
        both[:, :, market.vaccine] = next(vaccines)
        both[:, :, ~market.vaccine] = next(tests)
        units, asked = np.where(market.stocked, both, 0)
        yield units, asked


@cache
def weekly_shares() -> tuple[float, ...]:
    """Share of a season's doses by rank of the week; they add up to 1."""
    with (ROOT / "data/reference/demo_weekly_shares.csv").open(encoding="utf-8", newline="") as file:
        shares = [float(row["part_saison"]) for row in csv.DictReader(file, delimiter=";")]
    return tuple(share / sum(shares) for share in shares)


def share_of(week: int) -> float:
    """Share of the season in its `week`-th week, from 0; it fades past the known ones."""
    shares = weekly_shares()
    beyond = max(0, week - len(shares) + 1)
    return float(shares[week - beyond] * _FADING**beyond)


def _vaccines(rng: np.random.Generator, market: Market) -> Iterator[tuple[Integers, Integers]]:
    volume = _DOSES_A_SEASON * market.size[:, None] * _portions(market.stocked[:, market.vaccine])
    # Queues form at a pharmacy's door, whatever the brand.
    rush = 0.8 * rng.normal(size=(len(volume), 1)) + 0.6 * rng.normal(size=volume.shape)
    stock = np.rint(volume * share_of(0))
    asked = np.rint(stock * np.exp(0.5 * (rush + _OUT_BY_FIRST_DAYS)))
    week = 0
    while True:
        waiting = np.maximum(asked - stock, 0)
        stock = np.maximum(stock - asked, 0)
        yield stock.astype(np.int64), asked.astype(np.int64)
        week += 1
        expected = volume * share_of(week)
        came = rng.random((len(volume), 1)) < _DELIVERED_IN_A_WEEK
        stock = stock + came * np.rint(expected / _DELIVERED_IN_A_WEEK * _noise(rng, volume, 0.2))
        # Patients come early; deliveries catch up with them.
        hurry = 1 + _HURRY * np.exp(-week / _HURRY_WEEKS)
        asked = np.rint(expected * hurry * _noise(rng, volume, 0.3) + _COMES_BACK * waiting)


def _tests(rng: np.random.Generator, market: Market) -> Iterator[tuple[Integers, Integers]]:
    pack = market.pack_size[~market.vaccine]
    usual = _TESTS_A_WEEK * market.size[:, None] * _portions(market.stocked[:, ~market.vaccine])
    phase = rng.uniform(-1, 1, int(market.area.max(initial=0)) + 1)[market.area][:, None]
    stock = _in_packs(2 * usual * _noise(rng, usual, 0.5), pack)
    week = 0
    while True:
        wave = np.sin(np.pi * (week + phase) / _WAVE_WEEKS) ** 2
        expected = usual * (1 + 4 * wave)
        asked = np.rint(expected * _noise(rng, usual, 0.4))
        stock = np.maximum(stock - asked, 0)
        yield stock.astype(np.int64), asked.astype(np.int64)
        week += 1
        # In a wave, wholesalers ration.
        served = rng.random(usual.shape) < 0.9 - 0.35 * wave
        stock = stock + served * _in_packs(np.maximum(2 * expected - stock, 0), pack)


def _in_packs(units: Floats, pack_size: Integers) -> Floats:
    return np.asarray(np.ceil(units / pack_size) * pack_size)


def _portions(stocked: Flags) -> Floats:
    """A pharmacy's sales by product: the first products of the campaign sell most."""
    weights = stocked / (1.0 + np.arange(stocked.shape[1]))
    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9))


def _noise(rng: np.random.Generator, like: Floats, sigma: float) -> Floats:
    return np.exp(rng.normal(-(sigma**2) / 2, sigma, like.shape))


def _rank_in(members: Flags) -> Integers:
    """Rank of each product among the members, from 0; 0 for the others."""
    return np.where(members, np.cumsum(members) - 1, 0)
