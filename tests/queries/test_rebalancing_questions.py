"""Who holds an item, and how long it lasts: three pharmacies by hand."""

from dp_ruptures import estimates, rebalancing
from dp_ruptures.campaign import campaign_of
from dp_ruptures.estimates import AreaEstimate
from dp_ruptures.rules.transport import Budget, Terms
from dp_ruptures.rules.week import parse_week
from dp_ruptures.stocks import Item
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.rows import declare, put

WEEK = parse_week("2026-W47")
TEST, VACCINE = "2999000000012", "3400930306000"
TESTS = Item("produit", TEST, "Test", ("test", "tests"), (TEST,))


def test_units_are_told_by_département_without_their_pharmacy(store: Store) -> None:
    here, there = add_pharmacy(store, "01000230"), add_pharmacy(store, "01000231")
    elsewhere = add_pharmacy(store, "69000230", department_code="69")
    declare(store, 1, here, WEEK.monday, {TEST: 999})
    declare(store, 2, here, WEEK.monday, {TEST: 25, VACCINE: 3})
    declare(store, 3, there, WEEK.monday, {TEST: 0})
    declare(store, 4, elsewhere, WEEK.monday, {TEST: None, VACCINE: 8})
    held = {code: sorted(units) for code, units in rebalancing.holdings(store, WEEK, TESTS).items()}
    assert held == {"01": [0, 25]}


def test_a_closed_pharmacy_holds_nothing(store: Store) -> None:
    closed = add_pharmacy(store, "01000230", closed_on=WEEK.monday)
    declare(store, 1, closed, WEEK.monday, {TEST: 25})
    assert rebalancing.holdings(store, WEEK, TESTS) == {}
    assert rebalancing.pharmacies(store, WEEK, TESTS, 1, "01") == []


def test_a_pharmacy_s_days_come_from_its_own_pace(store: Store) -> None:
    steady, new = add_pharmacy(store, "01000230", name="Lac"), add_pharmacy(store, "01000231", name="Neuve")
    silent = add_pharmacy(store, "01000232", name="Muette")
    declare(store, 1, steady, WEEK.shift(-1).monday, {TEST: 170})
    declare(store, 2, steady, WEEK.monday, {TEST: 100})
    declare(store, 3, new, WEEK.monday, {TEST: 50})
    declare(store, 4, silent, WEEK.shift(-1).monday, {TEST: 50})
    listed = rebalancing.pharmacies(store, WEEK, TESTS, 25, "01")
    assert [(one.name, one.area.stock, one.days) for one in listed] == [("Lac", 4, 10.0), ("Neuve", 2, None)]


def test_a_département_gives_only_what_is_declared_and_needs_what_it_dispenses(
    store: Store, monkeypatch: object
) -> None:
    put(store, "week_aggregate", {
        "week": WEEK.monday, "department_code": "01", "item_level": "produit", "item": TEST,
        "units": 260, "declarants": 4,
    })  # fmt: skip
    told = {
        "01": AreaEstimate(1000.0, 900.0, 1100.0, 4, 10, 20.0, False),
        "69": AreaEstimate(0.0, 0.0, 10.0, 3, 20, 0.0, True),
        "38": AreaEstimate(None, None, None, 0, 5, None, None),
        "france": AreaEstimate(1000.0, 900.0, 1100.0, 7, 35, 20.0, False),
    }
    monkeypatch.setattr(estimates, "of_week", lambda *_: told)  # type: ignore[attr-defined]
    held = rebalancing.supplies(store, WEEK, TESTS, 25)
    assert set(held) == {"01", "69"}
    ain, rhone = held["01"], held["69"]
    assert (ain.area.stock, ain.area.movable, ain.area.need, ain.assumed) == (40, 10, 2.0, False)
    # Nobody knows what the Rhône dispenses: twice the pharmacies of the Ain, twice its need.
    assert (rhone.area.stock, rhone.area.need, rhone.assumed) == (0, 4.0, True)
    made = rebalancing.moves(held, Budget(), Terms(goal=7))
    assert [(move.start, move.end, move.boxes) for move in made.moves] == [("01", "69", 10)]


def test_boxes_of_one_size_make_a_plan_and_others_do_not(store: Store) -> None:
    season = campaign_of(store, NOW.date())
    assert season is not None
    assert rebalancing.pack_of(TESTS, season) == 25
    family = tuple(product.cip13 for product in season.products if product.family == "tests")
    assert rebalancing.pack_of(Item("famille", "tests", "Tests", ("test", "tests"), family), season) is None
