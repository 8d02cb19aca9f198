"""A ratio per area, drawn towards its région's and the nation's when it rests on few counts; its variance.

    lent_r = (Σ_r y + b·R) / (Σ_r x + b),   value_a = (Σ_a y + b·lent_r) / (Σ_a x + b),   R = Σ y / Σ x,

with b the x of 20 counts. Variance by linearisation (Särndal, Swensson and Wretman 1992, section 5.6): each
is a sum over pharmacies of a lever times the residual e = y − value·x, so Σ lever²·e². The counts lent stand
for what sets an area apart: they weigh in it like 20 residuals of the usual size.
"""

from dataclasses import dataclass

import numpy as np

from dp_ruptures.rules.estimate.panel import Floats, Integers, ratio, sum_by

_BORROWED = 20.0


@dataclass(frozen=True)
class DrawnRatio:
    """`value` of each area, NaN when nobody counted anything; the rest is what its variance is made of.

    `squares`: squared residuals of each area; `usual`: those of 20 counts; `own` and `lean`: how much of an
    area (`region_own`, `region_lean`: of a région) is its own, per unit of x, and how much is lent.
    """

    value: Floats
    region: Integers
    squares: Floats
    usual: float
    own: Floats
    lean: Floats
    region_own: Floats
    region_lean: Floats
    whole_own: float

    def variance(self, weights: Floats) -> float:
        """The variance of the sum of the areas' values, each times its weight."""
        own = weights * self.own
        lent = sum_by(self.region, weights * self.lean, len(self.region_own))
        by_region = lent * self.region_own
        lever = own + by_region[self.region] + float(lent @ self.region_lean) * self.whole_own
        return float(lever**2 @ self.squares + self.usual * ((own**2).sum() + (by_region**2).sum()))


def drawn(over: Floats, under: Floats, area: Integers, region: Integers) -> DrawnRatio:
    """The ratio of each area from pharmacy × week terms, 0 where a week says nothing.

    `area`: of each pharmacy; `region`: the région's number of each area.
    """
    areas, regions = len(region), int(region.max()) + 1
    counts = int((under > 0).sum())
    if not counts:
        nothing = np.zeros(areas)
        nowhere = np.zeros(regions)
        return DrawnRatio(nothing * np.nan, region, nothing, 0.0, nothing, nothing, nowhere, nowhere, 0.0)
    borrowed = _BORROWED * float(under.sum()) / counts
    whole = float(over.sum() / under.sum())
    y, x = over.sum(axis=1), under.sum(axis=1)
    own_y, own_x = sum_by(area, y, areas), sum_by(area, x, areas)
    region_x = sum_by(region, own_x, regions) + borrowed
    lent = ratio(sum_by(region, own_y, regions) + borrowed * whole, region_x)
    value = ratio(own_y + borrowed * lent[region], own_x + borrowed)
    squared = (y - value[area] * x) ** 2
    return DrawnRatio(
        value,
        region,
        sum_by(area, squared, areas),
        _BORROWED * float(squared.sum()) / counts,
        1 / (own_x + borrowed),
        borrowed / (own_x + borrowed),
        1 / region_x,
        borrowed / region_x,
        1 / float(x.sum()),
    )
