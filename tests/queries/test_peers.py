"""How a product's stocks moved among the pharmacies: medians kept for ten minutes, from twenty pairs on."""

import math
from datetime import datetime, timedelta
from statistics import median

import pytest

from dp_ruptures import peers
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.rows import declare

WEEK = parse_week("2026-W47")
VACCINE = "3400930306000"


def counted(store: Store, pairs: list[tuple[int, int | None]], first: int = 1) -> list[str]:
    """One pharmacy per pair: what it counted of VACCINE last week and this week."""
    pharmacies = [add_pharmacy(store, f"01{number:06d}") for number, _ in enumerate(pairs, first)]
    for number, finess in enumerate(pharmacies):
        before, after = pairs[number]
        declare(store, 2 * (first + number), finess, WEEK.shift(-1).monday, {VACCINE: before})
        declare(store, 2 * (first + number) + 1, finess, WEEK.monday, {VACCINE: after})
    return pharmacies


def test_the_median_and_the_mad_are_those_of_the_logs(store: Store, now: datetime) -> None:
    counted(store, [(100, 10 + 7 * n) for n in range(peers.FEWEST_PAIRS)])
    logs = [math.log((10 + 7 * n) / 100) for n in range(peers.FEWEST_PAIRS)]
    (move,) = peers.moves(store, WEEK, now).values()
    assert move.median == pytest.approx(median(logs))
    assert move.mad == pytest.approx(median(abs(log - median(logs)) for log in logs))


@pytest.mark.parametrize("after", [0, None])
def test_a_pharmacy_without_two_quantities_above_0_is_no_pair(
    store: Store, now: datetime, after: int | None
) -> None:
    counted(store, [(100, 50)] * (peers.FEWEST_PAIRS - 1) + [(100, after)])
    assert peers.moves(store, WEEK, now) == {}


def test_only_the_last_declaration_of_a_week_counts(store: Store, now: datetime) -> None:
    pharmacies = counted(store, [(100, 50)] * peers.FEWEST_PAIRS)
    for number, finess in enumerate(pharmacies, 10_000):
        declare(store, number, finess, WEEK.monday, {VACCINE: 200})
    assert peers.moves(store, WEEK, now)[VACCINE].median == pytest.approx(math.log(2))


def test_moves_are_computed_again_after_ten_minutes_and_not_before(store: Store, now: datetime) -> None:
    counted(store, [(100, 50)] * (peers.FEWEST_PAIRS - 1))
    assert peers.moves(store, WEEK, now) == {}
    counted(store, [(100, 50)], first=500)
    just_before = now + peers.KEPT_FOR - timedelta(seconds=1)
    assert peers.moves(store, WEEK, just_before) == {}
    assert peers.moves(store, WEEK, now + peers.KEPT_FOR)[VACCINE].median == pytest.approx(math.log(0.5))


def test_a_clock_set_back_does_not_keep_old_moves(store: Store, now: datetime) -> None:
    peers.moves(store, WEEK, now + timedelta(hours=1))
    counted(store, [(100, 50)] * peers.FEWEST_PAIRS)
    assert VACCINE in peers.moves(store, WEEK, now)


def test_another_week_has_its_own_moves(store: Store, now: datetime) -> None:
    counted(store, [(100, 50)] * peers.FEWEST_PAIRS)
    assert peers.moves(store, WEEK.shift(-1), now) == {}
    assert VACCINE in peers.moves(store, WEEK, now)


def test_while_another_computes_the_former_moves_serve(store: Store, now: datetime) -> None:
    counted(store, [(100, 50)] * peers.FEWEST_PAIRS)
    former = peers.moves(store, WEEK, now)
    counted(store, [(100, 300)] * 2 * peers.FEWEST_PAIRS, first=500)
    later = now + peers.KEPT_FOR
    with store.transaction() as other:
        other.execute("peer_week_upsert", week=WEEK.monday, now=later)
        assert peers.moves(store, WEEK, later) == former
