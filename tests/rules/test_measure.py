"""Figures of an area, and the classes of a map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures.rules.measure import (
    AT_ZERO,
    DAYS,
    MEASURES,
    RESPONSE,
    UNITS,
    ZERO,
    Tally,
    bands,
    figure_of,
    scale,
    total,
)

SPOKEN = Tally(units=30, declarants=4, at_zero=1, not_stocked=2, respondents=6, active=24)
SILENT = Tally(respondents=0, active=10)

figures = st.lists(st.integers(0, 10**6), max_size=120)
shares = st.lists(st.floats(0, 1, allow_nan=False), max_size=120)


@pytest.mark.parametrize(("measure", "figure"), [(UNITS, 30), (AT_ZERO, 0.25), (RESPONSE, 0.25)])
def test_each_measure_of_an_area_that_spoke(measure: str, figure: float) -> None:
    assert figure_of(measure, SPOKEN) == figure


def test_nobody_declared_is_no_figure_and_not_zero() -> None:
    assert figure_of(UNITS, SILENT) is None
    assert figure_of(AT_ZERO, SILENT) is None
    assert figure_of(UNITS, Tally(units=0, declarants=0, at_zero=0, not_stocked=3)) is None
    assert figure_of(UNITS, Tally(units=0, declarants=2, at_zero=2)) == 0


def test_a_rate_needs_pharmacies_to_answer() -> None:
    assert figure_of(RESPONSE, SILENT) == 0
    assert figure_of(RESPONSE, Tally(respondents=0, active=0)) is None
    assert figure_of(RESPONSE, Tally()) is None


def test_an_unknown_measure_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        figure_of("autre", SPOKEN)


def test_a_total_leaves_silence_silent() -> None:
    assert total([SPOKEN, SILENT]) == Tally(30, 4, 1, 2, 6, 34)
    assert total([SILENT, SILENT]).units is None
    assert total([]) == Tally()


@given(figures)
def test_every_figure_is_in_exactly_one_class(listed: list[int]) -> None:
    made = bands(listed, is_share=False)
    assert len(made) <= 5
    assert all(sum(band.holds(figure) for band in made) == 1 for figure in listed)


@given(shares)
def test_no_class_is_empty_and_bounds_rise(listed: list[float]) -> None:
    made = bands(listed, is_share=True)
    assert len(made) <= 5
    assert all(any(band.holds(figure) for figure in listed) for band in made)
    lows = [band.low for band in made if band.low is not None]
    assert lows == sorted(set(lows))


def test_classes_hold_about_as_many_areas_each_between_round_bounds() -> None:
    made = bands([137 * rank for rank in range(1, 101)], is_share=False)
    assert [band.high for band in made] == [2900, 5600, 8400, 11000, None]


def test_zero_is_a_class_of_its_own() -> None:
    made = bands([0, 0, 12, 40], is_share=False)
    assert made[0] is ZERO
    assert not made[1].holds(0)
    assert made[1].holds(12)


def test_nothing_to_show_makes_no_class() -> None:
    assert bands([], is_share=True) == []
    assert bands([0, 0], is_share=True) == [ZERO]


def test_the_classes_that_stay_keep_zero_apart_and_those_of_days_never_move() -> None:
    assert scale([40.0, 90.0, 200.0], MEASURES[UNITS])[0] == ZERO
    days = scale([17.0, 18.0], MEASURES[DAYS])
    assert [band.high for band in days] == [3, 7, 14, 21, None]
    assert scale([], MEASURES[DAYS]) == scale([], MEASURES[UNITS]) == []
