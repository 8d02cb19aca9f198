"""The total of an area from a voluntary response: by hand on three rows, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dp_ruptures.rules.estimate import FEWEST, Panel, Total, total
from dp_ruptures.rules.estimate.habit import NODES
from dp_ruptures.rules.estimate.pairs import push_of_rupture
from dp_ruptures.rules.estimate.response import response

NAN = float("nan")
AREAS, WEEKS = 4, 6


def panel(units: list[list[float]], area: list[int] | None = None, region: list[int] | None = None) -> Panel:
    """Pharmacies of one product, in one département unless said otherwise."""
    figures = np.array(units, np.float64)
    areas = np.array(area or [0] * len(units), np.int64)
    regions = np.array(region or [0] * (int(areas.max()) + 1), np.int64)
    return Panel(figures, np.where(figures == 0, 1.0, 0.0), areas, regions)


def nation(seed: int, response: float = 0.5, pharmacies: int = 400, push: float = 0.0) -> tuple[Panel, float]:
    """Stocks that keep their size, answers that keep their habit; and the true total of the last week."""
    rng = np.random.default_rng(seed)
    size = rng.lognormal(3, 0.8, (pharmacies, 1))
    units = np.rint(size * rng.lognormal(0, 0.3, (pharmacies, WEEKS)))
    # A rupture lasts: three weeks of four, the next week is like this one.
    out = rng.random(units.shape) < 0.3
    for week in range(1, WEEKS):
        out[:, week] = np.where(rng.random(pharmacies) < 0.75, out[:, week - 1], out[:, week])
    units[out] = 0
    score = rng.normal(0, 1.5, (pharmacies, 1)) + push * (units == 0) + np.log(response / (1 - response))
    answered = rng.random(units.shape) < 1 / (1 + np.exp(-score))
    area = rng.integers(0, AREAS, pharmacies).astype(np.int64)
    declared = np.where(answered, units, NAN)
    seen = Panel(declared, np.where(units == 0, 1.0, 0.0), area, np.array([0, 0, 1, 1], np.int64))
    return seen, float(units[:, -1].sum())


def test_everybody_answered_so_nothing_is_estimated() -> None:
    found = total(panel([[10.0], [20.0], [0.0], [5.0], [7.0]])).areas[0]
    assert found == Total(42, 42, 42, 5, 5)


def test_in_a_first_week_the_silent_hold_what_the_others_do_on_average() -> None:
    found = total(panel([[10.0], [20.0], [0.0], [5.0], [5.0], [NAN], [NAN]])).areas[0]
    assert (found.estimate, found.answered, found.active) == (56, 5, 7)
    assert found.low is not None
    assert found.high is not None
    assert 40 <= found.low < 56 < found.high


@pytest.mark.parametrize("answers", range(FEWEST + 1))
def test_a_figure_is_withheld_under_the_floor_and_only_there(answers: int) -> None:
    found = total(panel([[float(rank + 1)] for rank in range(answers)] + [[NAN]] * 3)).areas[0]
    assert (found.estimate is None) == (found.low is None) == (found.high is None) == (answers < FEWEST)
    assert found.answered == answers


def test_five_answers_are_not_enough_for_a_hundred_and_one_pharmacies() -> None:
    assert total(panel([[5.0]] * 5 + [[NAN]] * 95)).areas[0].estimate is not None
    assert total(panel([[5.0]] * 5 + [[NAN]] * 96)).areas[0].estimate is None


def test_nobody_anywhere_gives_no_figure() -> None:
    found = total(panel([[NAN, NAN]] * 4))
    assert found.whole == Total(None, None, None, 0, 4)


def test_last_week_counts_and_the_peers_move_it() -> None:
    """Twelve halved their stock; the silent one had 1,000 last week, the other silent one 10."""
    moved = [[100.0 + 10 * rank, 50.0 + 5 * rank] for rank in range(12)]
    large = total(panel([*moved, [1000.0, NAN]])).areas[0].estimate
    small = total(panel([*moved, [10.0, NAN]])).areas[0].estimate
    declared = sum(row[1] for row in moved)
    assert large is not None
    assert small is not None
    assert 350 <= large - declared <= 650
    assert small - declared <= 60


def test_an_older_figure_is_not_carried_forward() -> None:
    """Silent last week too: it weighs as a size, between what it had and what the others have."""
    peers = [[20.0 + rank, 20.0 + rank, 20.0 + rank] for rank in range(12)]
    found = total(panel([*peers, [400.0, NAN, NAN]])).areas[0].estimate
    assert found is not None
    assert found - sum(row[2] for row in peers) < 400


def test_a_small_area_leans_on_its_region() -> None:
    """Ten areas of thirty hold twice as much in the second région: so does its area with five answers."""
    rng = np.random.default_rng(3)
    units, area = [], []
    for number in range(10):
        count = 30 if number not in (4, 9) else 5
        rows = rng.lognormal(3, 0.5, count) * (1 if number < 5 else 2)
        units += [[float(round(one))] for one in rows] + [[NAN]] * 30
        area += [number] * (count + 30)
    found = total(panel(units, area, [0] * 5 + [1] * 5)).areas
    assert found[4].estimate is not None
    assert found[9].estimate is not None
    assert found[9].estimate > 1.3 * found[4].estimate


def test_those_who_rarely_answer_are_given_a_weak_habit() -> None:
    seen, _ = nation(5, 0.4, pharmacies=2000)
    habits = response(seen, push_of_rupture(seen)).habits @ NODES
    assert (np.diff(habits) > 0).all()
    assert habits[0] < -0.5 < 0.5 < habits[-1]


@pytest.mark.parametrize("push", [0.0, 2.0])
def test_the_push_of_a_rupture_is_found_though_ruptures_last_and_only_respondents_show_them(
    push: float,
) -> None:
    """Comparing those who answered last week finds 1.2 for 2: those who were out are of a weaker habit."""
    seen, _ = nation(5, 0.4, pharmacies=6000, push=push)
    found = push_of_rupture(seen)
    assert abs(found.strength - push) < 3 * found.error
    assert found.error < 0.2


def test_who_is_out_and_answers_stands_for_fewer_of_the_silent_when_ruptures_push() -> None:
    seen, _ = nation(8, 0.3, pharmacies=6000, push=2.0)
    odds = response(seen, push_of_rupture(seen)).odds
    out = seen.answered & (seen.emptiness[:, -1] == 1)
    assert odds[out].mean() < 0.5 * odds[seen.answered & ~out].mean()


def test_an_area_of_large_pharmacies_lends_its_size_to_those_that_never_answered() -> None:
    """Two areas alike but for a factor of 2; in each, 30 answer every week and 30 never do."""
    rng = np.random.default_rng(4)
    sizes = rng.lognormal(3, 0.3, (120, 1)) * np.repeat([1, 2], 60)[:, None]
    units = np.rint(sizes * rng.lognormal(0, 0.2, (120, 5)))
    silent = np.tile(np.arange(60) >= 30, 2)
    found = total(panel(np.where(silent[:, None], NAN, units).tolist(), [0] * 60 + [1] * 60, [0, 0])).areas
    for one, real in zip(found, units[:, -1].reshape(2, 60).sum(axis=1).tolist(), strict=True):
        assert one.estimate == pytest.approx(real, rel=0.15)


def test_who_answers_often_is_not_taken_for_smaller_when_the_small_are_often_out() -> None:
    rng = np.random.default_rng(5)
    small = rng.random(8000) < 0.5
    units = np.rint(np.where(small, 10, 40)[:, None] * rng.lognormal(0, 0.3, (8000, WEEKS)))
    units[rng.random(units.shape) < np.where(small, 0.6, 0.05)[:, None]] = 0
    score = rng.normal(0, 1.5, (8000, 1)) - 1
    answered = rng.random(units.shape) < 1 / (1 + np.exp(-score))
    seen = panel(np.where(answered, units, NAN).tolist())
    size = total(seen).size
    often = seen.answers_before >= WEEKS - 2
    assert size[often].mean() == pytest.approx(size[seen.answers_before == 1].mean(), rel=0.05)


def test_who_answers_when_out_does_not_pull_the_total_down() -> None:
    seen, truth = nation(8, 0.3, pharmacies=6000, push=2.0)
    found = total(seen).whole
    declared = float(np.nansum(seen.units[:, -1]))
    assert found.estimate is not None
    naive = declared * found.active / found.answered
    assert abs(found.estimate - truth) < 0.6 * abs(naive - truth)


def test_levels_agree_with_one_another() -> None:
    found = total(nation(1)[0])
    whole, parts = found.whole.estimate, [one.estimate for one in found.areas]
    assert whole is not None
    assert None not in parts
    assert whole == pytest.approx(sum(one for one in parts if one is not None), abs=len(parts))
    assert sum(one.active for one in found.regions) == found.whole.active == 400


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.15, 0.9))
def test_an_estimate_lies_in_its_interval_and_never_under_what_was_declared(
    seed: int, response: float
) -> None:
    seen, _ = nation(seed, response, pharmacies=120)
    declared = seen.by_area(seen.figures[:, -1])
    for one, known in zip(total(seen).areas, declared.tolist(), strict=True):
        if one.estimate is not None and one.low is not None and one.high is not None:
            assert known <= one.low <= one.estimate <= one.high


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([2, 10, 1000]))
def test_counting_in_another_unit_changes_nothing_else(seed: int, scale: int) -> None:
    seen, _ = nation(seed, pharmacies=120)
    scaled = Panel(seen.units * scale, seen.out, seen.area, seen.region)
    for one, many in zip(total(seen).areas, total(scaled).areas, strict=True):
        if one.estimate is not None and many.estimate is not None:
            assert many.estimate == pytest.approx(one.estimate * scale, abs=scale, rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_at_full_response_the_estimate_is_the_declared_total(seed: int) -> None:
    seen, truth = nation(seed, pharmacies=60)
    whole = np.where(seen.known, seen.units, 7.0)
    found = total(Panel(whole, seen.out, seen.area, seen.region)).whole
    assert found.estimate == found.low == found.high == round(float(whole[:, -1].sum()))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=5, max_size=30), st.integers(1, 20))
def test_in_a_first_week_one_more_silent_pharmacy_never_lowers_the_total(
    units: list[int], silent: int
) -> None:
    rows = [[float(one)] for one in units]
    fewer = total(panel([*rows, *[[NAN]] * silent])).areas[0].estimate
    more = total(panel([*rows, *[[NAN]] * (silent + 1)])).areas[0].estimate
    assert fewer is not None
    assert more is not None
    assert more >= fewer >= sum(units)


def test_the_order_of_the_pharmacies_does_not_matter() -> None:
    seen, _ = nation(2)
    mixed = np.random.default_rng(0).permutation(len(seen.area))
    again = Panel(seen.units[mixed], seen.out[mixed], seen.area[mixed], seen.region)
    for one, other in zip(total(seen).areas, total(again).areas, strict=True):
        assert one.estimate == pytest.approx(other.estimate, abs=1)
