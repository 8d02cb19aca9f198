"""How pharmacies answer: who, when, and with which mistakes. Pure numpy."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dp_ruptures.demo.stocks import Flags, Floats, Integers, Market
from dp_ruptures.rules.week import PARIS, Week

Instants = NDArray[np.datetime64]

# What `Sheets.units` says where there is no quantity.
MISSING = -1
NOT_STOCKED = -2

_MISTAKES = 0.02
_PARTIAL = 0.08
_LINE_FORGOTTEN = 0.35
_CORRECTED = 0.04
# One pharmacy in so many sends last week's sheet again without counting.
_ONE_REPEATS_IN = 60
_PANEL_SIGMA = 1.6
_AREA_SIGMA = 0.35
_SHORTAGE_PUSH = 1.2
_DAYS = (0.38, 0.22, 0.15, 0.09, 0.07, 0.05, 0.04)


@dataclass(frozen=True)
class Sheets:
    """The declarations of one week in the order received; lines are a matrix, product by column."""

    pharmacy: Integers
    received_at: Instants
    units: Integers
    in_boxes: Flags
    unchanged: Flags


def wills(rng: np.random.Generator, area: Integers) -> Floats:
    """Will to answer of each pharmacy, which lasts all season; `area` groups those that answer alike."""
    by_area = rng.normal(0, _AREA_SIGMA, int(area.max(initial=0)) + 1)
    return rng.normal(0, _PANEL_SIGMA, len(area)) + by_area[area]


def response_curve(response: float, weeks: int) -> Floats:
    """Expected response of each week: falling, `response` on average, never out of 0 to 1."""
    slope = np.exp(-2 * np.arange(weeks) / max(weeks - 1, 1))
    centred = slope - slope.mean()
    fall = centred / max(float(np.abs(centred).max()), 1e-9)
    return np.asarray(response + 0.45 * response * (1 - response) * fall)


def respondents(
    rng: np.random.Generator, will: Floats, out_of_stock: Floats, active: Flags, target: float
) -> Integers:
    """Who answers this week: `target` of the `active` on average, more of those whose products are out."""
    score = will + _SHORTAGE_PUSH * out_of_stock
    chance = _sigmoid(score + _intercept(score[active], target))
    return np.flatnonzero(active & (rng.random(len(will)) < chance))


def arrivals(rng: np.random.Generator, week: Week, count: int) -> Instants:
    """`count` instants of the week, whole seconds in UTC: mostly Monday to Wednesday, some late."""
    day = rng.choice(7, count, p=_DAYS)
    # From noon, and not midnight: clocks change at night.
    seconds = (3600 * rng.triangular(-5, -2, 10, count)).astype(np.int64)
    return np.asarray(_noons(week)[day] + seconds.astype("timedelta64[s]"))


def fill(rng: np.random.Generator, shelf: Integers, stocked: Flags) -> Integers:
    """Sheets for the rows of `shelf`: quantities, products not stocked, and now and then a gap."""
    gaps = (rng.random((len(shelf), 1)) < _PARTIAL) & (rng.random(shelf.shape) < _LINE_FORGOTTEN)
    # An empty sheet cannot be sent.
    gaps &= ~gaps.all(axis=1, keepdims=True)
    return np.where(gaps, MISSING, np.where(stocked, shelf, NOT_STOCKED))


def mistype(rng: np.random.Generator, units: Integers, pack_size: Integers) -> Integers:
    """The same sheets with 2 % of the figures wrong: boxes for units, units for boxes, or a zero more."""
    wrong = (rng.random(units.shape) < _MISTAKES) & (units > 0)
    kind = rng.integers(0, 3, units.shape)
    packed = pack_size > 1
    wrongly = np.where(packed & (kind == 1), units * pack_size, units * 10)
    wrongly = np.where(packed & (kind == 2), np.maximum(units // pack_size, 1), wrongly)
    return np.where(wrong, wrongly, units)


def answer(rng: np.random.Generator, market: Market, week: Week, shelf: Integers, who: Integers) -> Sheets:
    """The sheets of `who` in a week, corrections included, in the order received."""
    first_at = arrivals(rng, week, len(who))
    first = mistype(rng, fill(rng, shelf[who], market.stocked[who]), market.pack_size)
    again = np.flatnonzero(rng.random(len(who)) < _CORRECTED)
    again_at = first_at[again] + rng.integers(300, 30 * 3600, len(again)).astype("timedelta64[s]")
    # A correction is complete and right, a few sales later.
    sold = np.rint(shelf[who[again]] * 0.9).astype(np.int64)
    second = np.where(market.stocked[who[again]], sold, NOT_STOCKED)
    pharmacy = np.concatenate([who, who[again]])
    units, in_boxes = _boxed(np.concatenate([first, second]), market, pharmacy)
    received_at = np.concatenate([first_at, again_at])
    sheets = Sheets(pharmacy, received_at, units, in_boxes, np.zeros(units.shape, np.bool_))
    sheets = _take(sheets, np.argsort(received_at, kind="stable"))
    return _take(sheets, np.flatnonzero(sheets.received_at < _utc(week.closes_at)))


def received_by(sheets: Sheets, instant: datetime) -> Sheets:
    """The sheets received at `instant` (timezone-aware) or before."""
    return _take(sheets, np.flatnonzero(sheets.received_at <= _utc(instant)))


def repeat(sheets: Sheets, previous: Integers) -> Sheets:
    """The same sheets, where some pharmacies send their last declaration of an earlier week once more."""
    before = previous[sheets.pharmacy]
    repeats = (sheets.pharmacy % _ONE_REPEATS_IN == 0) & (before != MISSING).any(axis=1)
    units = np.where(repeats[:, None], before, sheets.units)
    return replace(sheets, units=units, in_boxes=sheets.in_boxes & (units >= 0))


def mark_unchanged(sheets: Sheets, previous: Integers) -> Sheets:
    """Tick the lines that repeat the pharmacy's last declaration of an earlier week."""
    same = (sheets.units == previous[sheets.pharmacy]) & (sheets.units != MISSING)
    return replace(sheets, unchanged=same)


def _boxed(units: Integers, market: Market, pharmacy: Integers) -> tuple[Integers, Flags]:
    """Who counts boxes rounds to full ones; the last one counts although open."""
    packs = market.pack_size
    in_boxes = market.counts_boxes[pharmacy][:, None] & (packs > 1) & (units >= 0)
    whole = np.where(units > 0, np.maximum(units // packs, 1), 0) * packs
    return np.where(in_boxes, whole, units), in_boxes


def _take(sheets: Sheets, rows: NDArray[Any]) -> Sheets:
    return Sheets(**{name: column[rows] for name, column in vars(sheets).items()})


def _intercept(score: Floats, target: float) -> float:
    """What to add to the scores so that the mean chance is `target`, by halving."""
    low, high = -40.0, 40.0
    for _ in range(50):
        middle = (low + high) / 2
        below = len(score) > 0 and float(_sigmoid(score + middle).mean()) < target
        low, high = (middle, high) if below else (low, middle)
    return high


def _sigmoid(score: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-score)))


def _noons(week: Week) -> Instants:
    days = [week.monday + timedelta(day) for day in range(7)]
    return np.array([_utc(datetime.combine(day, time(12), tzinfo=PARIS)) for day in days])


def _utc(instant: datetime) -> np.datetime64:
    return np.datetime64(instant.astimezone(UTC).replace(tzinfo=None), "s")
