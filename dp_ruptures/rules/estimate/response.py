"""Why some answer and others do not: habit, and having nothing left.

Habit is read from past answers: a logit-normal propensity, whose law is fitted to how often each answered.
Having nothing left is known of those who answer only. Its push γ is found by generalised calibration: weights
that depend on it must give back, over all who answered the week before, the emptiness they declared then.
"""

from dataclasses import dataclass
from math import comb

import numpy as np

from dp_ruptures.rules.estimate.panel import Flags, Floats, Integers, Panel, numbered, ratio, sum_by, thirds

# Weeks whose answers are compared with the week before's, and the history that must lie before them.
_COMPARED, _HISTORY = 3, 3
_STRONGEST, _HALVINGS, _STEP = 3.0, 20, 0.1
_NODES, _MASSES = np.polynomial.hermite_e.hermegauss(21)
_MEANS, _SPREADS = np.linspace(-5.0, 3.0, 33), np.linspace(0.1, 3.5, 18)


@dataclass(frozen=True)
class Push:
    """By how much a rupture raises the logit of answering, already drawn towards 0 when unsure; its error."""

    strength: float
    error: float


@dataclass(frozen=True)
class _Pair:
    """Those who answered one week: who answered the next, how empty before and after, and their class.

    Pharmacies alike in all of it are one row; `heads` says how many.
    """

    heads: Floats
    answered: Flags
    now: Floats
    before: Floats
    group: Integers
    count: int


def habit(answers: Integers, weeks: int) -> Floats:
    """Mean logit propensity of those who answered 0, 1 … `weeks` times of `weeks`.

    `answers`: how many pharmacies answered that often. The law is the most likely on a grid.
    """
    times = np.arange(weeks + 1)
    logits = _MEANS[:, None, None] + _SPREADS[None, :, None] * _NODES
    chance = 1 / (1 + np.exp(-logits))
    ways = np.array([comb(weeks, int(k)) for k in times], np.float64)
    likely = ways * chance[..., None] ** times * (1 - chance[..., None]) ** (weeks - times)
    masses = (_MASSES / _MASSES.sum())[:, None]
    fit = (answers * np.log(np.maximum((likely * masses).sum(axis=2), 1e-300))).sum(axis=-1)
    mean, spread = np.unravel_index(int(fit.argmax()), fit.shape)
    posterior = likely[mean, spread] * masses
    shares = posterior / np.maximum(posterior.sum(axis=0), 1e-300)
    return np.asarray((shares * logits[mean, spread][:, None]).sum(axis=0))


def push_of_rupture(panel: Panel) -> Push:
    """The push γ over the last weeks; 0 while the campaign is too young to tell."""
    first = max(_HISTORY, panel.weeks - _COMPARED)
    pairs = [_pair(panel, week) for week in range(first, panel.weeks) if panel.known[:, week - 1].any()]
    pairs = [pair for pair in pairs if pair.answered.any() and not pair.answered.all()]
    if not pairs:
        return Push(0.0, 0.0)
    low, high = -_STRONGEST, _STRONGEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _excess(pairs, middle)[0] > 0 else (low, middle)
    return _drawn_in(pairs, (low + high) / 2)


def _drawn_in(pairs: list[_Pair], strength: float) -> Push:
    """A push that its own error may explain is drawn towards 0."""
    slope = (_excess(pairs, strength + _STEP)[0] - _excess(pairs, strength - _STEP)[0]) / (2 * _STEP)
    error = float(np.sqrt(_excess(pairs, strength)[1])) / max(abs(slope), 1e-9)
    kept = strength**2 / (strength**2 + error**2) if strength else 0.0
    return Push(kept * strength, min(error, 1.0) * float(np.sqrt(kept)))


def _pair(panel: Panel, week: int) -> _Pair:
    rows = np.flatnonzero(panel.known[:, week - 1])
    before = panel.known[rows, :week]
    times = before.sum(axis=1)
    levels = ratio(panel.figures[:, :week].sum(axis=0), panel.known[:, :week].sum(axis=0).astype(np.float64))
    size = (panel.figures[rows, :week] / np.where(levels > 0, levels, np.inf)).sum(axis=1) / times
    group, count = numbered(times * 3 + thirds(size, np.ones(len(rows), np.bool_)))
    kinds, first, heads = _alike(
        panel.known[rows, week], panel.emptiness[rows, week], panel.emptiness[rows, week - 1], group
    )
    answered, now, before_, _ = kinds
    return _Pair(heads, answered > 0, now, before_, group[first], count)


def _alike(*columns: Floats | Flags | Integers) -> tuple[Floats, Integers, Floats]:
    """The different rows, one column each; where each is first found, and how often it is."""
    rows: Floats = np.stack([column.astype(np.float64) for column in columns]).round(6)
    order = np.lexsort(rows)
    new = np.concatenate([[True], (np.diff(rows[:, order], axis=1) != 0).any(axis=0)])
    starts = np.flatnonzero(new)
    heads = np.diff(np.append(starts, len(order))).astype(np.float64)
    return rows[:, order[starts]], order[starts].astype(np.int64), heads


def _excess(pairs: list[_Pair], strength: float) -> tuple[float, float]:
    """By how much the weighted respondents were emptier than the silent they stand for, and its variance."""
    excess = variance = 0.0
    for pair in pairs:
        tilt = np.exp(-strength * pair.now) * pair.answered
        weights = tilt * _silent_per_tilt(pair, tilt)
        silent = pair.heads * ~pair.answered * (sum_by(pair.group, tilt, pair.count) > 0)[pair.group]
        heavy = weights * pair.heads
        mean = ratio(sum_by(pair.group, heavy * pair.before, pair.count),
                     sum_by(pair.group, heavy, pair.count))[pair.group]  # fmt: skip
        spread = pair.before - mean
        excess += float((heavy * pair.before).sum() - (silent * pair.before).sum())
        variance += float((pair.heads * (weights * spread) ** 2).sum() + (silent * spread**2).sum())
    return excess, variance


def _silent_per_tilt(pair: _Pair, tilt: Floats) -> Floats:
    silent = sum_by(pair.group, pair.heads * ~pair.answered, pair.count)
    return ratio(silent, sum_by(pair.group, pair.heads * tilt, pair.count))[pair.group]


def stand_for(answered: Flags, tilt: Floats, group: Integers, count: int) -> Floats:
    """How many silent pharmacies of its class each respondent stands for: its odds of silence.

    `tilt`: what undoes the push of a rupture, 0 for the silent.
    """
    return tilt * ratio(sum_by(group, ~answered, count), sum_by(group, tilt, count))[group]
