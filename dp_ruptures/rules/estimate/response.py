"""How likely a respondent was to be silent: its odds, from its other weeks and from what it holds now.

The odds of silence turn respondents into the silent (generalised calibration: Deville 2000, Kott and Chang
2010). They depend on habit, which the answers of other weeks show, and on having nothing left (`pairs`). They
are worked out kind by kind, a kind being how much is held now, for three reasons: who is out now was often
out in its weeks of silence too; who holds much is larger, and large ones may answer more; who holds little
was often out just before.
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.habit import MASSES, NODES, SHOWN, STATES, Push, chances, mean_chance, shares
from dp_ruptures.rules.estimate.panel import Flags, Floats, Integers, Panel, ratio, sum_by

# Those in stock are parted by how much they hold, into that many kinds.
_PARTS = 8
# A kind's past states and habit are drawn towards everybody's as if that many of those were among it.
_BORROWED_STATES, _BORROWED = 5.0, 20.0
_HALVINGS, _FARTHEST, _FARTHEST_HABIT = 40, 12.0, 2.5


@dataclass(frozen=True)
class Response:
    """`odds`: of silence, of each respondent (0 for the silent).

    `habits`: the law of habit, over `habit.NODES`, of those who answered 0, 1 … all weeks.
    """

    push: Push
    odds: Floats
    habits: Floats


@dataclass(frozen=True)
class _Kinds:
    """What respondents hold now: the `rows` they have, the `kind` of each, and the `state` of each kind.

    `chance`: of answering this week, kind × habit.
    """

    rows: Integers
    kind: Integers
    state: Integers
    chance: Floats

    @property
    def count(self) -> int:
        """How many kinds there are."""
        return len(self.state)


def response(panel: Panel, push: Push) -> Response:
    """Odds and habits, by the push found."""
    seen = np.stack([np.bincount(week, minlength=SHOWN) for week in panel.shown.T]).astype(np.float64)
    chance = _chances(seen, push, panel.states)
    states = shares(ratio(seen[:, 1:], mean_chance(chance)))
    usual = (chance * states[:, None]).sum(axis=2).mean(axis=0)
    times = np.arange(panel.weeks + 1)[:, None]
    habits = shares(MASSES * usual**times * (1 - usual) ** (panel.weeks - times))
    return Response(push, _odds(panel, chance, states), habits)


def _chances(seen: Floats, push: Push, states: Floats) -> Floats:
    """Chance of answering, week × habit × state: so that Σ respondents ÷ their chance is everybody."""
    low = np.full(len(seen), -_FARTHEST)
    high = -low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        chance = mean_chance(chances(middle, push.spread, push.strength, states))
        over = ratio(seen[:, 1:], chance).sum(axis=1) > seen.sum(axis=1)
        low, high = np.where(over, middle, low), np.where(over, high, middle)
    return chances((low + high) / 2, push.spread, push.strength, states)


def _odds(panel: Panel, chance: Floats, states: Floats) -> Floats:
    kinds = _kinds(panel, chance[-1])
    answering = [_answering(panel, kinds, chance, states, week) for week in range(panel.weeks - 1)]
    lean = _lean(panel, kinds, np.sum(answering, axis=0)) if answering else np.zeros(kinds.count)
    likely = np.log(MASSES) + (lean[:, None] * NODES)[kinds.kind]
    for week, often in enumerate(answering):
        told = np.repeat(chance[week].T[:, None], kinds.count, axis=1)
        likely += np.log(np.concatenate([1 - often[None], told]))[panel.shown[kinds.rows, week], kinds.kind]
    answer = (shares(np.exp(likely)) * kinds.chance[kinds.kind]).sum(axis=1)
    odds = np.zeros(len(panel.area))
    odds[kinds.rows] = (1 - answer) / answer
    return odds


def _kinds(panel: Panel, chance: Floats) -> _Kinds:
    rows = np.flatnonzero(panel.answered)
    # A figure that is the very bound must not change sides with the last bit, when units become boxes.
    now, state = panel.figures[rows, -1].round(9), panel.shown[rows, -1] - 1
    full = now[state == 0]
    bounds = np.quantile(full, np.arange(1, _PARTS) / _PARTS) if len(full) else np.zeros(0)
    kind = np.where(state == 0, np.searchsorted(bounds, now), _PARTS - 1 + state)
    states = np.append(np.zeros(_PARTS, np.int64), np.arange(1, STATES))
    return _Kinds(rows, kind, states, chance[:, states].T)


def _answering(panel: Panel, kinds: _Kinds, chance: Floats, states: Floats, week: int) -> Floats:
    """How likely each kind was to answer an earlier week, kind × habit, by the states it was in then.

    These are the states its members who answered then showed, each counted 1 ÷ its chance of answering twice.
    """
    cell = panel.shown[kinds.rows, week] * kinds.count + kinds.kind
    both = np.bincount(cell, minlength=SHOWN * kinds.count).reshape(SHOWN, kinds.count)[1:]
    twice = np.einsum("n,na,cn->ac", MASSES, chance[week], kinds.chance)
    then = both / np.maximum(twice, 1e-12) + _BORROWED_STATES * states[week][:, None]
    return np.asarray((chance[week] @ shares(then.T).T).T)


def _lean(panel: Panel, kinds: _Kinds, answering: Floats) -> Floats:
    """By how much the habit of each kind differs from everybody's: as its number of past answers has it."""
    heads = np.bincount(kinds.kind, minlength=kinds.count).astype(np.float64)
    times = ratio(sum_by(kinds.kind, panel.answers_before[kinds.rows].astype(np.float64), kinds.count), heads)
    low = np.full(kinds.count, -_FARTHEST_HABIT)
    high = -low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        law = shares(MASSES * np.exp(middle[:, None] * NODES) * kinds.chance)
        over = (law * answering).sum(axis=1) > times
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    return np.asarray((low + high) / 2 * heads / (heads + _BORROWED))


def stand_for(answered: Flags, odds: Floats, group: Integers, count: int) -> Floats:
    """How many silent pharmacies of its class each respondent stands for, by its odds of silence."""
    return odds * ratio(sum_by(group, ~answered, count), sum_by(group, odds, count))[group]
