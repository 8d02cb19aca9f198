"""What sets an area apart from the nation, drawn towards its région and the nation when few answered there.

The area-level model of Fay and Herriot: what respondents hold against what was expected of them is the area's
effect plus an error of known variance; the variance between areas is Paule and Mandel's.
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.panel import Floats, Integers, Panel, ratio, sum_by

_WIDEST, _HALVINGS, _TINY = 2.0, 40, 1e-12


@dataclass(frozen=True)
class Effects:
    """Per area: its relative effect, the variance it has of its own, and how far it leans on its région.

    `region_variance`: the variance of what a région lends.
    """

    effect: Floats
    own_variance: Floats
    lean: Floats
    region_variance: Floats


def effects(panel: Panel, weight: Floats, expected: Floats, variance: Floats) -> Effects:
    """The effect of each area, 0.1 meaning that its pharmacies hold 10 % more than was expected of them.

    Per pharmacy: how much a respondent weighs (0 for who does not count), what was expected and its variance.
    """
    below = panel.by_area(weight * expected)
    raw = ratio(panel.by_area(weight * (panel.figures[:, -1] - expected)), below)
    return drawn_in(raw, ratio(panel.by_area(weight**2 * variance), below**2), panel.region)


def drawn_in(raw: Floats, error: Floats, regions: Integers) -> Effects:
    """Raw effects of areas drawn in as far as their `error` variance explains them (0: nothing is seen)."""
    seen = error > 0
    between = _between(raw[seen], error[seen])
    trust = np.where(seen, 1 / (error + between + _TINY), 0.0)
    count = int(regions.max(initial=0)) + 1
    per_region = sum_by(regions, trust, count)
    mean = ratio(sum_by(regions, trust * raw, count), per_region)
    noise = ratio(np.ones(count), per_region)
    heard = per_region > 0
    wide = max(0.0, float((mean[heard] ** 2 - noise[heard]).mean())) if heard.any() else 0.0
    region = np.where(heard, wide / np.maximum(wide + noise, _TINY), 0.0) * mean
    own = np.where(seen, between / np.maximum(between + error, _TINY), 0.0)
    return Effects(
        np.maximum(own * raw + (1 - own) * region[regions], -1.0),
        np.where(seen, own * error, between),
        1 - own,
        1 / (1 / max(wide, _TINY) + per_region),
    )


def _between(raw: Floats, error: Floats) -> float:
    """The variance between areas that makes their spread as wide as it should be."""
    if len(raw) < 2 or _spread(raw, error, 0.0) <= 0:
        return 0.0
    low, high = 0.0, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _spread(raw, error, middle) > 0 else (low, middle)
    return high


def _spread(raw: Floats, error: Floats, between: float) -> float:
    trust = 1 / (error + between + _TINY)
    mean = (trust * raw).sum() / trust.sum()
    return float((trust * (raw - mean) ** 2).sum()) - (len(raw) - 1)
