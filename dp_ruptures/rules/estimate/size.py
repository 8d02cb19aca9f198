"""How large each pharmacy is, in the only measure that exists for it: what it has declared.

No register gives the size of a pharmacy. Who declared before has its own past figures, relative each week to
the mean of those in the same state; who never did is given the size that those who answer ever more rarely
tend to, as far as its area's pharmacies have it.
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.areas import drawn_in
from dp_ruptures.rules.estimate.habit import NODES, SHOWN
from dp_ruptures.rules.estimate.panel import Floats, Panel, ratio, sum_by

# One week's worth of doubt: a single past figure counts half.
_PRIOR_WEEKS = 1.0
# Pharmacies needed for a class of answering to show its size, and classes for a curve.
_FEWEST, _CLASSES = 20, 3
_SMALLEST, _LEAST_PLACE = 0.02, 0.1
# ln size may rise or fall that much for one standard deviation of habit.
_SLOPES = np.linspace(-1.5, 1.5, 121)


@dataclass(frozen=True)
class Sizes:
    """`size` of each pharmacy, 1 being the mean respondent; `unseen` of one that never answered.

    `traced`: whether the unseen size follows from the others', or is only assumed to be 1; `doubt`: its
    relative variance, as far as the others lie from their curve; `place`: of each pharmacy, how much larger
    those of its area are than elsewhere.
    """

    size: Floats
    unseen: float
    traced: bool
    doubt: float
    place: Floats


def sizes(panel: Panel, habits: Floats) -> Sizes:
    """Sizes from the weeks before; `habits` is the law of habit by number of answers (`response`)."""
    seen, counted = _relative(panel)
    typical = _by_answers(panel, seen.sum(axis=1), counted.sum(axis=1), habits)
    expected, doubt = (np.ones(panel.weeks + 1), 0.0) if typical is None else typical
    before = expected[panel.answers_before]
    own, weeks = seen[:, :-1].sum(axis=1), counted[:, :-1].sum(axis=1)
    place = _places(panel, own, weeks, before)[panel.area]
    size = np.maximum((own + _PRIOR_WEEKS * before * place) / (weeks + _PRIOR_WEEKS), _SMALLEST)
    size *= _levelled(panel, size, before * place)
    return Sizes(size, float(expected[0]), typical is not None, doubt, place)


def _levelled(panel: Panel, size: Floats, usual: Floats) -> Floats:
    """What brings those with the same number of answers to the mean that is usual for it.

    A mean over weeks in stock counts those often out less: taken pharmacy by pharmacy, the sizes of those who
    answer much would be too small beside those who never did (by 10 % in an invented nation without bias).
    """
    answers, most = panel.answers_before, panel.weeks
    return ((sum_by(answers, usual, most) + _FEWEST) / (sum_by(answers, size, most) + _FEWEST))[answers]


def _relative(panel: Panel) -> tuple[Floats, Floats]:
    """Figures relative to the mean of those in the same state, and where: nothing left tells no size."""
    cell, count = panel.shown + SHOWN * np.arange(panel.weeks), SHOWN * panel.weeks
    level = ratio(
        sum_by(cell.ravel(), panel.figures.ravel(), count),
        np.bincount(cell.ravel(), minlength=count).astype(np.float64),
    )
    rate = ratio(np.ones(count), level).reshape(-1, SHOWN)
    # The silent, and those with nothing left.
    rate[:, [0, -1]] = 0.0
    own = rate.ravel()[cell]
    return panel.figures * own, (own > 0).astype(np.float64)


def _by_answers(panel: Panel, seen: Floats, counted: Floats, habits: Floats) -> tuple[Floats, float] | None:
    """The size by number of answers, E e^(a + b x) fitted to the filled classes, and its variance at none.

    None when too few classes are filled.
    """
    answers, most = panel.known.sum(axis=1).astype(np.int64), panel.weeks + 1
    heads = sum_by(answers, counted > 0, most)
    mean = ratio(sum_by(answers, seen, most), sum_by(answers, counted, most))
    filled = (heads >= _FEWEST) & (mean > 0)
    if filled.sum() < _CLASSES:
        return None
    trust, curves = heads[filled], np.log(habits @ np.exp(np.outer(NODES, _SLOPES)))
    gap = np.log(mean[filled])[:, None] - curves[filled]
    level = trust @ gap / trust.sum()
    misses = trust @ (gap - level) ** 2
    best = int(misses.argmin())
    turn = np.gradient(curves, _SLOPES, axis=1)[:, best]
    middle = trust @ turn[filled] / trust.sum()
    reach = 1 / trust.sum() + (turn[0] - middle) ** 2 / (trust @ (turn[filled] - middle) ** 2)
    spread = misses[best] / max(int(filled.sum()) - 2, 1)
    return np.asarray(np.exp(level[best] + curves[:, best])), float(spread * reach)


def _places(panel: Panel, own: Floats, weeks: Floats, before: Floats) -> Floats:
    """How large those of each area are for their answers, drawn towards the région and the nation."""
    usual = before * weeks / (weeks + _PRIOR_WEEKS)
    if not usual.any():
        return np.ones(len(panel.region))
    off = ratio(own, weeks * before) - 1
    mean = usual @ off / usual.sum()
    below = panel.by_area(usual)
    spread = usual @ (off - mean) ** 2 / usual.sum()
    raw = ratio(panel.by_area(usual * (off - mean)), below)
    drawn = drawn_in(raw, spread * ratio(panel.by_area(usual**2), below**2), panel.region)
    return np.maximum(1 + drawn.effect, _LEAST_PLACE)
