"""Which figures an analyst is shown, why, and in what order."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.outlier import REPEATED, TEN, Past, finding
from dp_ruptures.rules.warning import FLAT, LARGE, MOVE, PACK, SMALL, Move

PRODUCT = Product("2999000000012", "Test", "tests", pack_size=25)
STILL, HALVED = Move(), Move(median=math.log(0.5), mad=0.2)


@pytest.mark.parametrize(
    ("units", "past", "peers", "code", "gap"),
    [
        (1000, Past(100), STILL, TEN, 900),
        (100, Past(1000), STILL, TEN, 900),
        (2500, Past(100), STILL, PACK, 2400),
        (700, Past(100), STILL, MOVE, 600),
        (12_000, Past(), STILL, LARGE, 12_000),
        (200, Past(200, 200), HALVED, FLAT, 100),
        (1000, Past(1000, 100, left_out=True), STILL, REPEATED, 1000),
    ],
)
def test_a_surprising_figure_is_queued_with_its_reason_and_what_it_changes(
    units: int, past: Past, peers: Move, code: str, gap: int
) -> None:
    found = finding(units, PRODUCT, past, peers)
    assert found is not None
    assert (found.code, found.gap) == (code, gap)


@pytest.mark.parametrize(
    ("units", "past", "peers"),
    [
        (100, Past(120), STILL),
        (100, Past(), STILL),  # Nothing to compare with.
        (100, Past(1000, 100), STILL),  # Last week's was the odd one.
        (100, Past(1000, 100, left_out=True), STILL),  # Nor is it compared with one that was no figure.
        (200, Past(200, 200), STILL),  # Nobody else moved either.
        (200, Past(200, 200, kept=True), HALVED),  # Recounted last week.
        (9, Past(2, 2), STILL),  # No total would feel it.
        (12, Past(12, 12), HALVED),
        (5, Past(6, 6, left_out=True), STILL),
    ],
)
def test_what_an_analyst_is_spared(units: int, past: Past, peers: Move) -> None:
    assert finding(units, PRODUCT, past, peers) is None


counts = st.none() | st.integers(1, 50_000)


@given(st.integers(1, 50_000), counts, counts, st.booleans(), st.booleans())
def test_a_queued_figure_always_says_why_and_is_worth_a_look(
    units: int, previous: int | None, earlier: int | None, left_out: bool, kept: bool
) -> None:
    found = finding(units, PRODUCT, Past(previous, earlier, left_out, kept), HALVED)
    assert found is None or (found.sentence and found.gap >= SMALL)
