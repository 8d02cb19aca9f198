"""An invented nation to try estimates on: true stocks that the estimator never sees, and who declares them.

Stocks are those of the demonstration (deliveries, sales, waves, real weekly shares of a season), written
before any estimator; sizes are given a heavier tail and differ from area to area. Nothing here is read by
`dp_ruptures.rules.estimate`, and no constant of one is in the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dp_ruptures.demo import behaviour, stocks
from dp_ruptures.demo.stocks import Flags, Floats, Integers
from dp_ruptures.rules.estimate import Panel
from dp_ruptures.rules.estimate.habit import Push
from dp_ruptures.rules.estimate.response import response
from dp_ruptures.rules.estimate.size import Sizes
from dp_ruptures.rules.estimate.total import estimated

WEEKS, WINDOW = 12, 9
# A week when vaccines come back, and one when they are plentiful and tests wane.
ASKED = (8, 12)
SMALLEST, LARGEST, USUAL = 30, 500, 200
_SPREAD, _USUAL_COUNT, _REGIONS = 72, 24, 16
# Of 100 pharmacies, 5 are larger by a Pareto factor: shopping centres, motorways.
_GIANTS, _TAIL = 0.05, 2.5
_AREA_SIGMA, _REGION_SIGMA = 0.2, 0.1
# How much a logit of answering rises with the logarithm of size, and when everything is out.
BY_SIZE, BY_RUPTURE = 0.8, 1.2
# Of the two sorts: how many answer mostly, and the will of each.
_MOSTLY, _SORTS, _SORT_SIGMA = 1 / 3, (1.5, -1.5), 0.7
VACCINES, TESTS = (0, 1), (2, 3)


@dataclass(frozen=True)
class Nation:
    """Pharmacies, the région of each area, and the true `shelves`: week × pharmacy × product.

    `wanted`: what patients asked for in each week, whether the shelf had it or not.
    """

    market: stocks.Market
    region: Integers
    shelves: Integers
    wanted: Integers
    will: Floats
    seed: int

    @property
    def area(self) -> Integers:
        """The area of each pharmacy."""
        return self.market.area


def nation(seed: int, two_sorts: bool = False) -> Nation:
    """A nation of 96 areas of 30 to 500 pharmacies, a quarter of them of 200.

    `two_sorts`: a third answer mostly and the others rarely, instead of every habit between.
    """
    rng = np.random.default_rng([seed, 1])
    counts = np.rint(np.geomspace(SMALLEST, LARGEST, _SPREAD)).astype(np.int64)
    counts = np.concatenate([counts, np.full(_USUAL_COUNT, USUAL)])
    area = np.repeat(np.arange(len(counts)), counts)
    region = np.arange(len(counts)) % _REGIONS
    vaccine, packs = np.array([True, True, False, False]), np.array([1, 1, 25, 5])
    market = stocks.open_market(rng, area, vaccine, packs)
    places = rng.normal(0, _AREA_SIGMA, len(counts)) + rng.normal(0, _REGION_SIGMA, _REGIONS)[region]
    giant = np.where(rng.random(len(area)) < _GIANTS, 1 + rng.pareto(_TAIL, len(area)), 1.0)
    market = replace(market, size=market.size * np.exp(places)[area] * giant)
    season = stocks.season_asked(rng, market)
    shelves, wanted = np.stack([next(season) for _ in range(WEEKS)], axis=1)
    will = _two_sorts(rng, len(area)) if two_sorts else behaviour.wills(rng, area)
    return Nation(market, region, shelves, wanted, will, seed)


def _two_sorts(rng: np.random.Generator, count: int) -> Floats:
    return np.where(rng.random(count) < _MOSTLY, *_SORTS) + rng.normal(0, _SORT_SIGMA, count)


@dataclass(frozen=True)
class Case:
    """What was declared up to a week, the true stock of each area then, and what no estimator can know.

    `chance`: how likely each one was to answer by its size and state, its will unknown; `push`: the true one.
    """

    panel: Panel
    truth: Floats
    size: Floats
    chance: Floats
    push: Push


def asked(
    world: Nation,
    products: tuple[int, ...],
    response: float,
    lean_on: tuple[float, float],
    weeks: Sequence[int],
) -> Iterator[Case]:
    """Each asked week, from 1, with answers that lean on size and on having nothing left."""
    by_size, by_rupture = lean_on
    rng = np.random.default_rng([world.seed, 2])
    held = world.shelves[:, :, list(products)]
    stocked = world.market.stocked[:, list(products)]
    units = held.sum(axis=2).astype(np.float64)
    out = ((held == 0) & stocked).sum(axis=2) / np.maximum(stocked.sum(axis=1), 1)
    lean = by_size * np.log(world.market.size)
    score = lean + by_rupture * out
    levels = [_level(world.will + week, response) for week in score]
    draws = rng.random(score.shape)
    answered = draws < np.stack(
        [_chance(world.will + week + level) for week, level in zip(score, levels, strict=True)]
    )
    push = Push(by_rupture, 0.0, float(np.std(world.will + lean)))
    for week in (number - 1 for number in weeks):
        seen = slice(max(0, week - WINDOW + 1), week + 1)
        declared = np.where(answered[seen], units[seen], np.nan).T
        yield Case(
            Panel(declared, out[seen].T, world.area, world.region),
            np.bincount(world.area, units[week], len(world.region)),
            world.market.size,
            _mean_chance(score[week] + levels[week], world.will),
            push,
        )


def naive(panel: Panel) -> Floats:
    """The declared total × N / n."""
    return _expanded(panel, panel.figures[:, -1], panel.answered)


def last_value(panel: Panel) -> Floats:
    """The same, the silent standing with their last figure, however old."""
    figures = np.full(len(panel.units), np.nan)
    for week in panel.units.T:
        figures = np.where(np.isfinite(week), week, figures)
    return _expanded(panel, np.nan_to_num(figures), np.isfinite(figures))


def told(case: Case) -> Floats:
    """Per area, our estimator told how hard a rupture pushes, how far habits differ, and every size."""
    answering = response(case.panel, case.push)
    size = case.size / float(case.size.mean())
    found = estimated(case.panel, answering, Sizes(size, 1.0, True, 0.0, size))
    return np.array([one.estimate or 0 for one in found.areas], np.float64)


def weighted(case: Case) -> float:
    """The nation, by the true odds of silence of its respondents: all that answers could teach, exactly."""
    return calibrated(case, np.ones(len(case.size)))


def calibrated(case: Case, size: Floats) -> float:
    """The same with the size of every pharmacy besides (a ratio estimator)."""
    weight = (1 / case.chance - 1) * case.panel.answered
    now = case.panel.figures[:, -1]
    return float(now.sum() + size[~case.panel.answered].sum() * (weight @ now) / (weight @ size))


def _expanded(panel: Panel, figures: Floats, counted: Flags) -> Floats:
    heads = panel.by_area(counted.astype(np.float64))
    return panel.by_area(figures * counted) * panel.by_area(np.ones(len(figures))) / np.maximum(heads, 1)


def _level(score: Floats, response: float) -> float:
    low, high = -40.0, 40.0
    for _ in range(40):
        middle = (low + high) / 2
        below = float(_chance(score + middle).mean()) < response
        low, high = (middle, high) if below else (low, middle)
    return high


def _mean_chance(score: Floats, will: Floats) -> Floats:
    """Over the wills there are."""
    wills = np.quantile(will, (np.arange(40) + 0.5) / 40)
    return np.asarray(_chance(score[:, None] + wills).mean(axis=1))


def _chance(score: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-score)))
