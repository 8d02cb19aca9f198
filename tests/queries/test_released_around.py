"""What comes back to a pharmacy: its own weeks, and released figures only."""

from datetime import date

import pytest

from dp_ruptures import feedback, supply
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.released import cell, release, secret
from tests.rows import declare

WEEK = parse_week("2026-W47")
VACCINE, TEST = "3400930306000", "2999000000012"
AIN, RHONE, PARIS = ("01", "Ain"), ("69", "Rhône"), ("75", "Paris")


@pytest.fixture
def finess(store: Store) -> str:
    return add_pharmacy(store, "01000230")


def test_nothing_released_is_said_as_nothing(store: Store, finess: str) -> None:
    assert feedback.surroundings(store, finess, WEEK).week is None


def test_figures_of_the_week_under_way_never_come_back(store: Store, finess: str) -> None:
    for number in range(1, 8):
        declare(store, number, add_pharmacy(store, f"0100{number:04d}"), WEEK.monday, {VACCINE: 77})
    release(store, WEEK.shift(-1), cell(AIN))
    around = feedback.surroundings(store, finess, WEEK)
    assert (around.week, around.department) == (WEEK.shift(-1), "Ain")
    assert [row["units"] for row in around.of(VACCINE).home] == [100]


def test_the_trend_is_between_published_weeks_per_declaring_pharmacy(store: Store, finess: str) -> None:
    release(store, WEEK.shift(-4), cell(AIN, units=200))
    release(store, WEEK.shift(-3), secret(AIN))
    release(store, WEEK.shift(-2), cell(AIN, units=100, declarants=20))
    around = feedback.surroundings(store, finess, WEEK).of(VACCINE)
    assert (around.per_pharmacy, around.previous) == ([20.0, 5.0], 20.0)


def test_a_withheld_last_week_has_no_trend(store: Store, finess: str) -> None:
    release(store, WEEK.shift(-3), cell(AIN, units=200))
    release(store, WEEK.shift(-2), cell(AIN))
    release(store, WEEK.shift(-1), secret(AIN))
    around = feedback.surroundings(store, finess, WEEK).of(VACCINE)
    assert around.previous is None
    assert around.last is not None
    assert around.last["status"] == "secret"


def test_a_figure_held_over_from_an_earlier_week_is_no_new_week(store: Store, finess: str) -> None:
    held = WEEK.shift(-2).monday
    release(store, WEEK.shift(-2), cell(AIN, data_of=held))
    release(store, WEEK.shift(-1), cell(AIN, data_of=held))
    around = feedback.surroundings(store, finess, WEEK).of(VACCINE)
    assert (around.per_pharmacy, around.previous) == ([10.0], None)


def test_only_the_last_revision_counts(store: Store, finess: str) -> None:
    release(store, WEEK.shift(-1), cell(AIN))
    release(store, WEEK.shift(-1), cell(AIN, units=50), revision=2)
    assert [row["units"] for row in feedback.surroundings(store, finess, WEEK).of(VACCINE).home] == [50]


def test_the_region_s_others_are_its_published_cells_of_the_last_release(store: Store, finess: str) -> None:
    release(store, WEEK.shift(-2), cell(AIN), cell(RHONE, units=999))
    ardeche = ("07", "Ardèche")
    release(store, WEEK.shift(-1), cell(AIN), cell(RHONE, units=30), secret(ardeche), cell(PARIS, units=5))
    around = feedback.surroundings(store, finess, WEEK).of(VACCINE)
    assert [(row["area_name"], row["units"]) for row in around.near] == [("Rhône", 30)]


def test_the_response_is_that_of_all_products_together(store: Store, finess: str) -> None:
    everything = {"item_level": "ensemble", "item": "ensemble", "family": "ensemble"}
    release(store, WEEK.shift(-1), cell(AIN), cell(AIN, declarants=12, **everything))
    around = feedback.surroundings(store, finess, WEEK)
    (all_products,) = around.of(feedback.ALL).home
    assert (all_products["declarants"], all_products["active"]) == (12, 40)


def test_own_weeks_tell_the_four_states_apart(store: Store, finess: str) -> None:
    declare(store, 1, finess, WEEK.shift(-3).monday, {VACCINE: 40, TEST: 1})
    declare(store, 2, finess, WEEK.shift(-2).monday, {VACCINE: None})
    declare(store, 3, finess, WEEK.monday, {VACCINE: 0})
    mine = feedback.own(supply.counts(store, finess, WEEK), WEEK)[VACCINE]
    told = [row and (row["state"], row["units"]) for row in mine.weeks.values()]
    assert told == [("quantity", 40), ("not_stocked", None), None, ("quantity", 0)]
    assert (mine.previous, mine.quantity, mine.days) == (40, 0, 0)
    assert list(mine.weeks)[0].monday == date(2026, 10, 26)


def test_a_week_without_a_line_has_no_quantity_and_no_days(store: Store, finess: str) -> None:
    declare(store, 1, finess, WEEK.shift(-2).monday, {VACCINE: 20})
    declare(store, 2, finess, WEEK.shift(-1).monday, {VACCINE: 0})
    declare(store, 3, finess, WEEK.monday, {TEST: 1})
    mine = feedback.own(supply.counts(store, finess, WEEK), WEEK)[VACCINE]
    assert (mine.previous, mine.quantity, mine.days) == (0, None, None)
    assert mine.is_counted
