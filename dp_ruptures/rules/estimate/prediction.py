"""What each silent pharmacy is expected to hold, from those who answered and are most like it."""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.habit import Push
from dp_ruptures.rules.estimate.panel import (
    Flags,
    Floats,
    Integers,
    Panel,
    numbered,
    quotient,
    sum_by,
    thirds,
)
from dp_ruptures.rules.estimate.response import Response, stand_for
from dp_ruptures.rules.estimate.size import Sizes

# Answered last week: all its products in stock, some out, none left; answered earlier only; never answered.
STOCKED, SHORT, OUT, EARLIER, NEVER = range(5)
GROUPS = 5
_FEWEST = 10


@dataclass(frozen=True)
class Prediction:
    """Per pharmacy: `expected` units, the `variance` around it, its `group`, and `weight`.

    `weight`: how many of the silent each respondent stands for. `doubt`: per group, the relative variance of
    the level of all expectations.
    """

    expected: Floats
    variance: Floats
    group: Integers
    weight: Floats
    doubt: Floats

    @property
    def recent(self) -> Flags:
        """Who answered last week."""
        return np.asarray(self.group < EARLIER)

    def by_group(self, amounts: Floats) -> Floats:
        """Sums over the groups."""
        return sum_by(self.group, amounts, GROUPS)


@dataclass(frozen=True)
class _Sample:
    """The respondents and what they tell of: `weight` is how many of the silent each stands for.

    `odds` of silence are what it follows in a stratum; both are 0 for the silent.
    """

    now: Floats
    last: Floats
    emptiness: Floats
    answered: Flags
    size: Floats
    group: Integers
    weight: Floats
    odds: Floats

    def of(self, number: int) -> Flags:
        """The respondents of a group."""
        return np.asarray(self.answered & (self.group == number))


def predict(panel: Panel, sized: Sizes, answering: Response) -> Prediction:
    """Expectations group by group, fitted on the respondents weighted as the silent they stand for."""
    sample = _sample(panel, sized, answering.odds)
    expected, variance = np.zeros(len(sample.now)), np.zeros(len(sample.now))
    for number in range(GROUPS):
        members = sample.group == number
        if members.any():
            level, spread = _unseen(sample, sized) if number == NEVER else _seen(sample, number)
            expected[members], variance[members] = level[members], spread[members]
    doubt = np.array([_doubt(sample, number, expected, variance, answering.push) for number in range(GROUPS)])
    doubt[NEVER] += sized.doubt
    return Prediction(expected, variance, sample.group, sample.weight, doubt)


def _sample(panel: Panel, sized: Sizes, odds: Floats) -> _Sample:
    group = _groups(panel)
    strata, count = _strata(panel, sized, group)
    return _Sample(
        now=panel.figures[:, -1],
        last=panel.last,
        emptiness=panel.emptiness[:, -1],
        answered=panel.answered,
        size=sized.size,
        group=group,
        weight=stand_for(panel.answered, odds, strata, count),
        odds=odds,
    )


def _groups(panel: Panel) -> Integers:
    emptiness = panel.last_emptiness
    recent = np.where(emptiness >= 1, OUT, np.where(emptiness > 0, SHORT, STOCKED))
    silent = np.where(panel.answers_before > 0, EARLIER, NEVER)
    return np.where(panel.recent, recent, silent).astype(np.int64)


def _strata(panel: Panel, sized: Sizes, group: Integers) -> tuple[Integers, int]:
    """Size class × group × how often it answered."""
    before = panel.answers_before
    often = np.minimum(np.maximum(before - 1, 0) * 3 // max(panel.weeks - 1, 1), 2)
    third = np.where(before > 0, thirds(sized.size, before > 0), 0)
    return numbered((group * 3 + third) * 3 + often)


def _seen(sample: _Sample, number: int) -> tuple[Floats, Floats]:
    """Expectation and variance, for whoever is of that group: a line in its size and its last figure."""
    rows, now, size = sample.of(number), sample.now, sample.size
    if rows.sum() < _FEWEST:
        level = size * quotient(sample.odds @ now, sample.odds @ size)
        return level, level**2
    columns = [size, sample.last] if number in (STOCKED, SHORT) else [size, np.ones(len(now))]
    level, weight = _line(columns, now, sample.weight / size, rows), sample.weight * rows
    level *= quotient(weight @ now, weight @ level)
    spread = quotient(weight @ (now - level) ** 2, weight @ size)
    return level, spread * size


def _unseen(sample: _Sample, sized: Sizes) -> tuple[Floats, Floats]:
    """Who never answered: the unseen size of its place, at the level of all respondents."""
    now, first = sample.now, sample.of(NEVER)
    if sized.traced and sample.answered.sum() >= _FEWEST:
        level = sized.unseen * quotient(sample.weight @ now, sample.weight @ sample.size)
    else:
        level = quotient(sample.odds @ now, sample.odds.sum())
    odds = sample.odds * first if first.sum() >= _FEWEST else sample.odds
    spread = quotient(odds @ (now - level) ** 2, odds.sum())
    return level * sized.place, np.full(len(now), spread or level**2)


def _line(columns: list[Floats], target: Floats, weight: Floats, rows: Flags) -> Floats:
    """Weighted least squares on `rows`, drawn for everybody; never negative."""
    design = np.stack(columns, axis=1)
    root = np.sqrt(weight[rows])[:, None]
    slope = np.linalg.lstsq(design[rows] * root, target[rows] * root[:, 0], rcond=None)[0]
    return np.maximum(design @ slope, 0.0)


def _doubt(sample: _Sample, number: int, expected: Floats, variance: Floats, push: Push) -> float:
    """Relative variance of a group's level: of the respondents it rests on, and of the push."""
    rows = sample.answered if number == NEVER else sample.of(number)
    weight = sample.weight * (rows if rows.any() else sample.answered)
    mean, empty = (quotient(weight @ figure, weight.sum()) for figure in (sample.now, sample.emptiness))
    tied = quotient(weight @ ((sample.now - mean) * (sample.emptiness - empty)), weight.sum())
    sampling = quotient(weight**2 @ variance, (weight @ expected) ** 2)
    return sampling + ((push.error * tied / mean) ** 2 if mean else 0.0)
