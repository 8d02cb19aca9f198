from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from dp_ruptures.demo.behaviour import MISSING, Sheets
from dp_ruptures.demo.panel import Panel, mid_size
from dp_ruptures.demo.pharmacies import Pharmacies, invent
from dp_ruptures.rules.week import Week

WEEK = Week(date(2026, 11, 16))


@pytest.fixture
def three() -> Pharmacies:
    """Three open pharmacies of the Ain, one product."""
    made = invent(np.random.default_rng(1), 3, date(2026, 9, 7), date(2026, 9, 7))
    return replace(made, department_codes=["01"] * 3, closed_ons=[None] * 3)


def sheets(*pharmacies: int, units: int = 5) -> Sheets:
    """One sheet of one product by each of `pharmacies`."""
    count = len(pharmacies)
    return Sheets(
        pharmacy=np.array(pharmacies),
        received_at=np.full(count, np.datetime64("2026-11-16T09:00:00")),
        units=np.full((count, 1), units),
        in_boxes=np.zeros((count, 1), np.bool_),
        unchanged=np.zeros((count, 1), np.bool_),
    )


def test_last_weeks_answer_counts_more_than_many_old_ones(three: Pharmacies) -> None:
    panel = Panel(three, 1)
    for answering in ((0,), (0,), (0, 2), (1, 2)):
        panel.remember(sheets(*answering))
    assert panel.faithful(WEEK) == 2


def test_a_pharmacy_that_closes_this_week_is_neither_active_nor_shown(three: Pharmacies) -> None:
    panel = Panel(replace(three, closed_ons=[None, None, date(2026, 11, 22)]), 1)
    panel.remember(sheets(1, 2))
    panel.remember(sheets(2))
    assert panel.active(WEEK).tolist() == [True, True, False]
    assert panel.active(WEEK.shift(-1)).tolist() == [True, True, True]
    assert panel.faithful(WEEK) == 1


def test_two_sheets_in_a_week_are_one_answer_and_the_second_stays(three: Pharmacies) -> None:
    panel = Panel(three, 1)
    panel.remember(replace(sheets(2, 2), units=np.array([[5], [6]])))
    assert panel.previous.tolist() == [[MISSING], [MISSING], [6]]
    panel.remember(sheets(0))
    panel.remember(sheets(0, 2))
    # Two answers each: the first of the equals.
    assert panel.faithful(WEEK) == 0


def test_a_mid_size_department_is_metropolitan_and_neither_small_nor_large(three: Pharmacies) -> None:
    codes = ["48"] + ["01"] * 3 + ["971"] * 3 + ["75"] * 9
    chosen = mid_size(replace(three, department_codes=codes))
    assert {code for code, mid in zip(codes, chosen.tolist(), strict=True) if mid} == {"01"}
