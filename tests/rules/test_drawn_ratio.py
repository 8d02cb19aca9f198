"""A ratio drawn towards région and nation: its variance against what moving each pharmacy does to it."""

import numpy as np
import pytest

from dp_ruptures.rules.drawn_ratio import drawn

RNG = np.random.default_rng(5)
REGION = np.array([0, 0, 1])
AREA = RNG.integers(0, 3, 40)
UNDER = RNG.uniform(1, 3, (40, 2))
OVER = 4 * UNDER * RNG.uniform(0.5, 1.5, (40, 2))


@pytest.mark.parametrize("weights", [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [3.0, 2.0, 1.0]])
def test_the_variance_adds_up_what_each_pharmacy_weighs_in_the_sum(weights: list[float]) -> None:
    wanted = np.array(weights)
    found = drawn(OVER, UNDER, AREA, REGION)

    def lever(pharmacy: int) -> float:
        moved = OVER.copy()
        moved[pharmacy, 0] += 1.0
        return float(wanted @ (drawn(moved, UNDER, AREA, REGION).value - found.value))

    residuals = OVER.sum(axis=1) - found.value[AREA] * UNDER.sum(axis=1)
    seen = sum((lever(pharmacy) * residuals[pharmacy]) ** 2 for pharmacy in range(40))
    # The 20 counts lent to each area and région weigh as 20 pharmacies of the usual residual would.
    assert seen < found.variance(wanted) < 2.5 * seen


def test_twenty_counts_are_lent_and_an_area_without_any_is_its_region() -> None:
    over, under = np.array([[100.0]] * 20 + [[300.0]] * 20), np.full((40, 1), 100.0)
    found = drawn(over, under, np.array([0] * 20 + [1] * 20), np.array([0, 0, 0]))
    # The nation and its only région are at 2; half of each area is its own.
    assert found.value == pytest.approx([1.5, 2.5, 2.0])


def test_without_a_count_there_is_no_ratio() -> None:
    nothing = np.zeros((3, 2))
    assert np.isnan(drawn(nothing, nothing, np.array([0, 1, 2]), REGION).value).all()
