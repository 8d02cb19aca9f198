"""The pairwise likelihood of γ, and its slopes: see `pairs`."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dp_ruptures.rules.estimate.habit import MASSES, NODES, SHOWN, STATES, chances, shares
from dp_ruptures.rules.estimate.panel import Floats, Integers

CELLS, JOINT = SHOWN**2, STATES**2
# Believed before looking: all normal around 0, with these precisions. γ beyond ±2 takes answers to show it.
_LEVEL, _SPREAD, _PUSH, _LAW = 0.01, 0.25, 1.0, 0.003


@dataclass(frozen=True)
class Pairs:
    """`seen`: pharmacies by pair of weeks × what the two showed; `early`, `late`: the weeks of each pair.

    `weeks`: how many there are; `states`: the part at zero in each state.
    """

    seen: Floats
    early: Integers
    late: Integers
    weeks: int
    states: Floats

    @cached_property
    def believed(self) -> Floats:
        """The precision believed beforehand of each common parameter: the levels c_t, ln σ, γ."""
        return np.array([_LEVEL] * self.weeks + [_SPREAD, _PUSH])


@dataclass(frozen=True)
class Point:
    """Parameters: the common ones, and ln π of each pair; the slopes of each cell's log-probability in them.

    `height`: the log-likelihood, with what is believed beforehand.
    """

    common: Floats
    law: Floats
    common_slope: Floats
    law_slope: Floats
    height: float

    def law_pull(self, pairs: Pairs) -> Floats:
        """The slope of the height in ln π of each pair."""
        pull = np.einsum("jc,jcm->jm", pairs.seen, self.law_slope)
        return np.asarray(pull - _LAW * self.law)


def point(pairs: Pairs, common: Floats, law: Floats) -> Point:
    """The likelihood at some parameters."""
    spread, strength = float(np.exp(common[-2])), float(common[-1])
    chance = chances(common[:-2], spread, strength, pairs.states)
    joint = shares(np.exp(law - law.max(axis=1, keepdims=True)))
    # Pair × shown early × shown late × habit × state early × state late.
    part = _likely(chance)
    odds = part[pairs.early][:, :, None, :, :, None] * part[pairs.late][:, None, :, :, None, :]
    odds = odds * MASSES[:, None, None] * joint.reshape(-1, 1, 1, 1, STATES, STATES)
    likely = odds.sum(axis=(3, 4, 5))
    odds /= likely[..., None, None, None]
    count = len(joint)
    height = (pairs.seen * np.log(likely).reshape(count, CELLS)).sum()
    height -= ((pairs.believed * common**2).sum() + _LAW * (law**2).sum()) / 2
    law_slope = odds.sum(axis=3).reshape(count, CELLS, JOINT) - joint[:, None]
    return Point(common, law, _common_slope(pairs, odds, chance, spread), law_slope, float(height))


def _likely(chance: Floats) -> Floats:
    """Of what a week shows: week × shown × habit × state."""
    shown = np.zeros((len(chance), SHOWN, len(NODES), STATES))
    shown[:, 0] = 1 - chance
    for state in range(STATES):
        shown[:, state + 1, :, state] = chance[:, :, state]
    return shown


def _common_slope(pairs: Pairs, odds: Floats, chance: Floats, spread: float) -> Floats:
    missed = (np.arange(SHOWN) > 0)[:, None, None] - chance[:, None]
    early = odds.sum(axis=5) * missed[pairs.early][:, :, None]
    late = odds.sum(axis=4) * missed[pairs.late][:, None]
    both, rank = early + late, np.arange(len(odds))
    slope = np.zeros((len(odds), SHOWN, SHOWN, pairs.weeks + 2))
    slope[rank, :, :, pairs.early] = early.sum(axis=(3, 4))
    slope[rank, :, :, pairs.late] = late.sum(axis=(3, 4))
    slope[..., -2] = (both.sum(axis=4) * NODES).sum(axis=3) * spread
    slope[..., -1] = (both * pairs.states).sum(axis=(3, 4))
    return slope.reshape(len(odds), CELLS, -1)


@dataclass(frozen=True)
class Reduced:
    """What is left for the common parameters once ln π of each pair has followed them (Schur complement).

    `curve`: their information; `slope`: of each cell; `inverse`, `mixed`: what ln π follows by.
    """

    curve: Floats
    slope: Floats
    inverse: Floats
    mixed: Floats


def reduced(pairs: Pairs, at: Point, damping: float = 0.0) -> Reduced:
    """The information at a point; `damping` adds that part of its diagonal."""
    weighted = at.law_slope * pairs.seen[..., None]
    inner = weighted.transpose(0, 2, 1) @ at.law_slope
    inner += (damping * np.einsum("jmm->jm", inner) + _LAW)[:, :, None] * np.eye(JOINT)
    inverse = np.asarray(np.linalg.inv(inner), np.float64)
    mixed = at.common_slope.transpose(0, 2, 1) @ weighted
    follows = inverse @ mixed.transpose(0, 2, 1)
    own = ((at.common_slope * pairs.seen[..., None]).transpose(0, 2, 1) @ at.common_slope).sum(axis=0)
    curve = own * (1 + damping * np.eye(len(own))) - (mixed @ follows).sum(axis=0) + np.diag(pairs.believed)
    return Reduced(curve, at.common_slope - at.law_slope @ follows, inverse, mixed)
