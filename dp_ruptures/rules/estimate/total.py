"""Declared, plus what the silent are expected to hold: per area, région and the whole, with an interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from dp_ruptures.rules.estimate.areas import Effects, effects
from dp_ruptures.rules.estimate.panel import Flags, Floats, Panel, sum_by
from dp_ruptures.rules.estimate.prediction import GROUPS, Prediction, predict
from dp_ruptures.rules.estimate.response import push_of_rupture
from dp_ruptures.rules.estimate.size import sizes

# The coverage floor: on fewer answers, or a smaller share, a figure would be the model's, not the area's.
FEWEST, LEAST_SHARE = 5, 0.05
_TWO_SIDED = 0.975
# No answer shows how unlike the silent are: that much of what is added is doubted, whoever answered.
_UNLIKE = 0.05


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
    """What each area adds to a sum: declared and added units, and the parts of the latter's variance."""

    declared: Floats
    added: Floats
    variance: Floats
    lent: Floats
    by_group: Floats
    answered: Floats
    active: Floats


def total(panel: Panel) -> Totals:
    """Estimate every area of the panel's last week. The panel may be empty of answers."""
    push = push_of_rupture(panel)
    sized = sizes(panel, push.strength)
    prediction = predict(panel, sized, push)
    found = effects(panel, prediction)
    parts = _parts(panel, prediction, found)
    regions = int(panel.region.max(initial=-1)) + 1
    every = np.ones(len(panel.region), np.bool_)

    def of(members: Flags) -> Total:
        return _total(parts, members, panel, found, prediction)

    return Totals(
        [of(np.arange(len(panel.region)) == area) for area in range(len(panel.region))],
        [of(panel.region == region) for region in range(regions)],
        of(every),
        sized.size,
    )


def _parts(panel: Panel, prediction: Prediction, found: Effects) -> _Parts:
    silent = ~panel.answered
    expected = panel.by_area(prediction.expected * silent)
    cell = panel.area * GROUPS + prediction.group
    level = 1 + found.effect
    grouped = sum_by(cell, prediction.expected * silent, len(panel.region) * GROUPS).reshape(-1, GROUPS)
    unit = panel.by_area(prediction.variance * silent)
    return _Parts(
        panel.by_area(panel.figures[:, -1]),
        expected * level,
        unit + expected**2 * found.own_variance,
        expected * found.lean,
        grouped * level[:, None],
        panel.by_area(panel.answered.astype(np.float64)),
        panel.by_area(np.ones(len(silent))),
    )


def _total(parts: _Parts, members: Flags, panel: Panel, found: Effects, prediction: Prediction) -> Total:
    answered, active = int(parts.answered[members].sum()), int(parts.active[members].sum())
    if answered < FEWEST or answered < LEAST_SHARE * active:
        return Total(None, None, None, answered, active)
    declared, added = float(parts.declared[members].sum()), float(parts.added[members].sum())
    lent = sum_by(panel.region[members], parts.lent[members], len(found.region_variance))
    variance = float(parts.variance[members].sum())
    variance += float((lent**2 * found.region_variance).sum())
    variance += float((parts.by_group[members].sum(axis=0) ** 2 * prediction.doubt).sum())
    variance += (_UNLIKE * added) ** 2
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
