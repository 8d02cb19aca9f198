"""How far a rupture pushes to answer, from weeks taken two by two.

Only respondents show their state, and those who answered while out are of a weaker habit than the others:
comparing them as if they were not makes γ too small. So habit and the states nobody saw are integrated out of
what two weeks show, the joint law π_ab of the states of the two weeks being left free:

    P(a, b) = π_ab E p_s(a) p_t(b),  P(a, silent) = Σ_b π_ab E p_s(a) (1 − p_t(b)),  and so on,

with p_t(b) the chance of answering of `habit`. The product over all pairs of weeks is the pairwise composite
likelihood (Cox and Reid 2004; Varin, Reid and Firth 2011): no law of how states follow each other is assumed.
Fisher scoring; the error is the sandwich's, areas being independent.
"""

from itertools import combinations

import numpy as np

from dp_ruptures.rules.estimate.habit import SHOWN, Push
from dp_ruptures.rules.estimate.likelihood import CELLS, JOINT, Pairs, Point, point, reduced
from dp_ruptures.rules.estimate.panel import Floats, Integers, Panel

# Before anything is seen, of each pair of states.
_SEED = 1e-3
_ROUNDS, _LONGEST_STEP, _CLOSE, _MOST_DAMPED = 30, 1.0, 0.05, 1e6


def push_of_rupture(panel: Panel) -> Push:
    """γ and σ as the weeks, two by two, make them most likely; no push in a first week."""
    if panel.weeks < 2:
        return Push(0.0, 0.0, 1.0)
    early, late = np.array(list(combinations(range(panel.weeks), 2))).T
    by_area = _by_area(panel, early, late)
    pairs = Pairs(by_area.sum(axis=0), early, late, panel.weeks, panel.states)
    found = _most_likely(pairs)
    last = reduced(pairs, found)
    own = np.tensordot(by_area, last.slope, 2) @ np.linalg.inv(last.curve)[-1]
    error = float(np.sqrt(((own - own.mean()) ** 2).sum()))
    return Push(float(found.common[-1]), error, float(np.exp(found.common[-2])))


def _by_area(panel: Panel, early: Integers, late: Integers) -> Floats:
    """Pharmacies by area × pair × what the two weeks showed."""
    areas = len(panel.region)
    shown = np.ascontiguousarray((panel.area[:, None] * CELLS + panel.shown * SHOWN).T)
    after = np.ascontiguousarray(panel.shown.T)
    counts = [
        np.bincount(shown[first] + after[second], minlength=CELLS * areas).reshape(areas, CELLS)
        for first, second in zip(early, late, strict=True)
    ]
    return np.stack(counts, axis=1).astype(np.float64)


def _most_likely(pairs: Pairs) -> Point:
    """Scoring, with shorter steps where one would go down."""
    found, damping = _start(pairs), 1e-3
    for _ in range(_ROUNDS):
        tried = _step(pairs, found, damping)
        while tried.height < found.height - _CLOSE and damping < _MOST_DAMPED:
            damping *= 10
            tried = _step(pairs, found, damping)
        gained, damping = tried.height - found.height, damping / 10
        found = tried if gained > 0 else found
        if gained < _CLOSE:
            break
    return found


def _start(pairs: Pairs) -> Point:
    """No push; the law of the states as those show it who answered twice."""
    cells = pairs.seen.reshape(-1, SHOWN, SHOWN) + _SEED
    levels = np.zeros(pairs.weeks)
    for week, heard in (
        (pairs.early, cells[:, 1:].sum(axis=(1, 2))),
        (pairs.late, cells[:, :, 1:].sum(axis=(1, 2))),
    ):
        levels[week] = np.log(heard / (cells.sum(axis=(1, 2)) - heard))
    twice = cells[:, 1:, 1:]
    # A pair of states that nobody showed is as likely as if they came together by chance.
    chance = (
        twice.sum(axis=2)[:, :, None] * twice.sum(axis=1)[:, None] / twice.sum(axis=(1, 2))[:, None, None]
    )
    law = np.log(twice + chance).reshape(-1, JOINT)
    return point(pairs, np.append(levels, [0.0, 0.0]), law - law.mean(axis=1, keepdims=True))


def _step(pairs: Pairs, at: Point, damping: float) -> Point:
    """The common parameters first, then π of each pair after them."""
    left, pull = reduced(pairs, at, damping), at.law_pull(pairs)
    follow = np.einsum("jmn,jn->jm", left.inverse, pull)
    slope = np.einsum("jc,jck->k", pairs.seen, at.common_slope) - pairs.believed * at.common
    common = np.linalg.solve(left.curve, slope - np.einsum("jkm,jm->k", left.mixed, follow))
    law = follow - np.einsum("jmn,jkn,k->jm", left.inverse, left.mixed, common, optimize=True)
    longest = _LONGEST_STEP
    return point(pairs, at.common + common.clip(-longest, longest), at.law + law.clip(-longest, longest))
