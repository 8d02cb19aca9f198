"""Declared, plus what the silent are expected to hold: per area, région and the whole, with an interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from dp_ruptures.rules.estimate.areas import Effects, effects
from dp_ruptures.rules.estimate.pairs import push_of_rupture
from dp_ruptures.rules.estimate.panel import Flags, Floats, Panel, quotient, ratio, sum_by
from dp_ruptures.rules.estimate.prediction import EARLIER, GROUPS, Prediction, predict
from dp_ruptures.rules.estimate.response import Response, response
from dp_ruptures.rules.estimate.size import Sizes, sizes

# The coverage floor: on fewer answers, or a smaller share, a figure would be the model's, not the area's.
FEWEST, LEAST_SHARE = 5, 0.05
_TWO_SIDED = 0.975
# No answer shows how unlike the silent are: that much of what is added is doubted, whoever answered.
_UNLIKE = 0.03


@dataclass(frozen=True)
class Total:
    """`estimate`, `low` and `high` (95 %) in units, None under the floor; `answered` of `active`."""

    estimate: int | None
    low: int | None
    high: int | None
    answered: int
    active: int


@dataclass(frozen=True)
class Totals:
    """Per area, per région and for everything; `size` of each pharmacy, 1 being the mean respondent."""

    areas: Sequence[Total]
    regions: Sequence[Total]
    whole: Total
    size: Floats


@dataclass(frozen=True)
class _Parts:
    """What each area adds to a sum: declared and added units, and the parts of the latter's variance.

    `lent`: of the silent who answered last week, then of the others, what rests on the région, whose variance
    is in `lenders`.
    """

    declared: Floats
    added: Floats
    variance: Floats
    lent: Sequence[Floats]
    lenders: Sequence[Floats]
    by_group: Floats
    answered: Floats
    active: Floats


def total(panel: Panel) -> Totals:
    """Estimate every area of the panel's last week. The panel may be empty of answers."""
    answering = response(panel, push_of_rupture(panel))
    return estimated(panel, answering, sizes(panel, answering.habits))


def estimated(panel: Panel, answering: Response, sized: Sizes) -> Totals:
    """The same, once it is known why some answer and how large each one is."""
    prediction = predict(panel, sized, answering)
    parts = _parts(panel, prediction, *_effects(panel, prediction, sized))
    regions = int(panel.region.max(initial=-1)) + 1
    every = np.ones(len(panel.region), np.bool_)

    def of(members: Flags) -> Total:
        return _total(parts, members, panel, prediction)

    return Totals(
        [of(np.arange(len(panel.region)) == area) for area in range(len(panel.region))],
        [of(panel.region == region) for region in range(regions)],
        of(every),
        sized.size,
    )


def _effects(panel: Panel, prediction: Prediction, sized: Sizes) -> tuple[Effects, Effects]:
    """On the silent who answered last week, beyond their last figure; on the others, beyond their size."""
    # The root lies between standing for the silent and counting each figure once.
    weight, now = np.sqrt(prediction.weight), panel.figures[:, -1]
    recent = weight * prediction.recent
    # Respondents differ from the silent they stand for: expected of them is what they hold on the whole.
    level = ratio(prediction.by_group(recent * now), prediction.by_group(recent * prediction.expected))
    expected = prediction.expected * level[prediction.group]
    by_size = sized.size * quotient(weight @ now, weight @ sized.size)
    spread = quotient(weight @ (now - by_size) ** 2, weight @ sized.size)
    return (
        effects(panel, recent, expected, prediction.variance),
        effects(panel, weight, by_size, spread * sized.size),
    )


def _parts(panel: Panel, prediction: Prediction, recent: Effects, others: Effects) -> _Parts:
    silent = prediction.expected * ~panel.answered
    cell = panel.area * GROUPS + prediction.group
    grouped = sum_by(cell, silent, len(panel.region) * GROUPS).reshape(-1, GROUPS)
    both = ((recent, grouped[:, :EARLIER].sum(axis=1)), (others, grouped[:, EARLIER:].sum(axis=1)))
    levels = np.repeat(
        np.stack([1 + recent.effect, 1 + others.effect], axis=1), (EARLIER, GROUPS - EARLIER), axis=1
    )
    unit = panel.by_area(prediction.variance * ~panel.answered)
    return _Parts(
        panel.by_area(panel.figures[:, -1]),
        (grouped * levels).sum(axis=1),
        unit + sum(expected**2 * found.own_variance for found, expected in both),
        [expected * found.lean for found, expected in both],
        [found.region_variance for found, _ in both],
        grouped * levels,
        panel.by_area(panel.answered.astype(np.float64)),
        panel.by_area(np.ones(len(silent))),
    )


def _total(parts: _Parts, members: Flags, panel: Panel, prediction: Prediction) -> Total:
    answered, active = int(parts.answered[members].sum()), int(parts.active[members].sum())
    if answered < FEWEST or answered < LEAST_SHARE * active:
        return Total(None, None, None, answered, active)
    declared, added = float(parts.declared[members].sum()), float(parts.added[members].sum())
    variance = float(parts.variance[members].sum()) + (_UNLIKE * added) ** 2
    for lent, lender in zip(parts.lent, parts.lenders, strict=True):
        variance += float(sum_by(panel.region[members], lent[members], len(lender)) ** 2 @ lender)
    variance += float(parts.by_group[members].sum(axis=0) ** 2 @ prediction.doubt)
    low, high = _interval(added, variance, answered)
    rounded = declared + added
    return Total(round(rounded), round(declared + low), round(declared + high), answered, active)


def _interval(added: float, variance: float, answered: int) -> tuple[float, float]:
    """Log-normal, because stocks are: what is declared is certain, and nobody holds less than nothing."""
    if added <= 0:
        return 0.0, float(np.sqrt(variance)) * 2
    log_variance = float(np.log1p(variance / added**2))
    reach = float(stdtrit(answered - 1, _TWO_SIDED)) * float(np.sqrt(log_variance))
    middle = np.log(added) - log_variance / 2
    return min(float(np.exp(middle - reach)), added), max(float(np.exp(middle + reach)), added)
