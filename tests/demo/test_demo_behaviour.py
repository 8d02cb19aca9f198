from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.demo import behaviour, stocks
from dp_ruptures.rules.week import PARIS, Week

WEEK = Week(date(2026, 11, 16))
# The week when Paris goes back to winter time.
AUTUMN = Week(date(2026, 10, 19))
PACKS = np.array([1, 5, 25])


def shop(count: int, counts_boxes: bool) -> stocks.Market:
    """`count` pharmacies that stock three products."""
    return stocks.Market(
        size=np.ones(count),
        area=np.zeros(count, np.int64),
        counts_boxes=np.full(count, counts_boxes),
        stocked=np.ones((count, 3), np.bool_),
        vaccine=np.array([True, False, False]),
        pack_size=PACKS,
    )


@given(st.floats(0, 1), st.integers(1, 60))
def test_the_response_falls_around_its_mean_and_stays_a_share(response: float, weeks: int) -> None:
    curve = behaviour.response_curve(response, weeks)
    assert curve.mean() == pytest.approx(response, abs=1e-9)
    assert ((curve >= 0) & (curve <= 1)).all()
    assert (np.diff(curve) <= 0).all()


def test_the_response_of_a_third_loses_a_third_over_the_season() -> None:
    curve = behaviour.response_curve(0.35, 12)
    assert curve[-1] < 0.7 * curve[0]


@pytest.mark.parametrize(("target", "expected"), [(0.0, 0), (1.0, 900)])
def test_nobody_and_everybody_are_possible_but_never_a_closed_pharmacy(target: float, expected: int) -> None:
    active = np.arange(1000) < 900
    who = behaviour.respondents(np.random.default_rng(1), np.zeros(1000), np.zeros(1000), active, target)
    assert len(who) == expected
    assert (who < 900).all()


def test_those_out_of_stock_answer_more_and_the_mean_is_kept() -> None:
    out = (np.arange(20_000) % 2).astype(float)
    everyone = np.ones(20_000, np.bool_)
    who = behaviour.respondents(np.random.default_rng(1), np.zeros(20_000), out, everyone, 0.3)
    assert len(who) == pytest.approx(6000, abs=250)
    assert out[who].mean() > 0.6


def test_departments_answer_differently() -> None:
    area = np.repeat(np.arange(100), 400)
    will = behaviour.wills(np.random.default_rng(1), area)
    assert 0.25 < will.reshape(100, 400).mean(axis=1).std() < 0.45


@pytest.mark.parametrize("week", [WEEK, AUTUMN, Week(date(2026, 12, 28))])
def test_declarations_arrive_in_the_day_most_before_thursday_some_at_the_weekend(week: Week) -> None:
    instants = behaviour.arrivals(np.random.default_rng(1), week, 5000).tolist()
    local = [instant.replace(tzinfo=UTC).astimezone(PARIS) for instant in instants]
    days = np.array([moment.weekday() for moment in local])
    assert all(week.monday <= moment.date() <= week.sunday for moment in local)
    assert all(7 <= moment.hour < 22 for moment in local)
    assert (days <= 2).mean() > 0.7
    assert 0.05 < (days >= 5).mean() < 0.15


def test_two_percent_of_the_figures_are_mistyped_by_a_pack_or_a_zero() -> None:
    units = np.full((20_000, 3), 50)
    typed = behaviour.mistype(np.random.default_rng(1), units, PACKS)
    wrong = typed != units
    assert wrong.mean() == pytest.approx(0.02, abs=0.003)
    assert set(typed[wrong[:, 0], 0].tolist()) == {500}
    assert set(typed[wrong[:, 2], 2].tolist()) == {500, 50 * 25, 2}


def test_zero_not_stocked_and_missing_are_never_mistyped() -> None:
    units = np.tile([0, behaviour.NOT_STOCKED, behaviour.MISSING], (5000, 1))
    assert (behaviour.mistype(np.random.default_rng(1), units, PACKS) == units).all()


def test_some_sheets_have_gaps_but_none_is_empty() -> None:
    shelf = np.full((5000, 3), 7)
    sheets = behaviour.fill(np.random.default_rng(1), shelf, np.array([[True, True, False]] * 5000))
    gaps = sheets == behaviour.MISSING
    assert 0.03 < gaps.any(axis=1).mean() < 0.08
    assert not gaps.all(axis=1).any()
    assert set(sheets[:, 2].tolist()) == {behaviour.MISSING, behaviour.NOT_STOCKED}


def test_who_counts_boxes_declares_full_boxes() -> None:
    shelf = np.tile([3, 12, 60], (2000, 1))
    sheets = behaviour.answer(np.random.default_rng(1), shop(2000, True), WEEK, shelf, np.arange(2000))
    assert (
        sheets.units[sheets.in_boxes] % np.tile(PACKS, (len(sheets.units), 1))[sheets.in_boxes] == 0
    ).all()
    assert not sheets.in_boxes[:, 0].any()
    assert sheets.in_boxes[:, 1:].mean() > 0.9


def test_a_correction_comes_later_in_the_same_week_and_is_right() -> None:
    shelf = np.tile([30, 40, 50], (5000, 1))
    sheets = behaviour.answer(np.random.default_rng(1), shop(5000, False), WEEK, shelf, np.arange(5000))
    assert (np.diff(sheets.received_at) >= np.timedelta64(0)).all()
    assert sheets.received_at.max().item().replace(tzinfo=UTC) < WEEK.closes_at
    last = {
        pharmacy: units
        for pharmacy, units in zip(sheets.pharmacy.tolist(), sheets.units.tolist(), strict=True)
    }
    twice = [p for p, n in zip(*np.unique(sheets.pharmacy, return_counts=True), strict=True) if n == 2]
    assert 0.02 < len(twice) / 5000 < 0.05
    assert all(last[int(p)] == [27, 36, 45] for p in twice)


def test_sheets_after_the_instant_are_not_received_yet() -> None:
    shelf = np.ones((500, 3), np.int64)
    sheets = behaviour.answer(np.random.default_rng(1), shop(500, False), WEEK, shelf, np.arange(500))
    noon = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
    received = behaviour.received_by(sheets, noon)
    assert 0 < len(received.pharmacy) < len(sheets.pharmacy)
    assert received.received_at.max().item() <= noon.replace(tzinfo=None)


def test_a_line_is_unchanged_when_it_repeats_the_last_declaration() -> None:
    sheets = behaviour.Sheets(
        pharmacy=np.array([1, 0]),
        received_at=np.array(["2026-11-16T09:00:00", "2026-11-16T10:00:00"], "datetime64[s]"),
        units=np.array([[5, behaviour.NOT_STOCKED, behaviour.MISSING], [5, 0, 0]]),
        in_boxes=np.zeros((2, 3), np.bool_),
        unchanged=np.zeros((2, 3), np.bool_),
    )
    previous = np.array([[4, 0, behaviour.MISSING], [5, behaviour.NOT_STOCKED, behaviour.MISSING]])
    marked = behaviour.mark_unchanged(sheets, previous)
    assert marked.unchanged.tolist() == [[True, True, False], [False, True, False]]
