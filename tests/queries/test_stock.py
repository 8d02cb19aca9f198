"""What the Ordre reads, question by question, on a handful of rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from dp_ruptures import aggregates, stocks
from dp_ruptures.rules.measure import Tally
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store, open_store
from tests.rows import declare, put

WEEK = Week(date(2026, 11, 16))
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.fixture
def store() -> Iterator[Store]:
    """Two départements of one region, two pharmacies and one, three products of two families."""
    store = open_store("duckdb:///:memory:")
    store.migrate()
    put(store, "region", {"region_code": "84", "name": "Auvergne-Rhône-Alpes"})
    put(store, "department", {"department_code": "01", "name": "Ain"}, {"department_code": "03"})
    put(store, "pharmacy", {"finess": "a", "name": "A"}, {"finess": "b", "name": "B"})
    put(store, "pharmacy", {"finess": "z", "department_code": "03"})
    put(store, "product", {"cip13": "t1", "name": "T1"}, {"cip13": "t2", "name": "T2"})
    put(store, "product", {"cip13": "v1", "name": "V1", "family": "vaccins"})
    put(store, "campaign", {})
    put(store, "campaign_product", {"cip13": "t1"}, {"cip13": "t2"}, {"cip13": "v1", "position": 2})
    yield store
    store.close()


def item(store: Store, code: str) -> stocks.Item:
    return next(item for item in stocks.items(store, NOW) if item.code == code)


def test_weeks_run_from_the_open_one_back_to_the_campaign_s_first(store: Store) -> None:
    shown = stocks.weeks(store, NOW)
    assert (shown[0].label, shown[-1].label, len(shown)) == ("2026-S47", "2026-S42", 6)


def test_before_any_campaign_there_is_nothing_to_choose() -> None:
    bare = open_store("duckdb:///:memory:")
    bare.migrate()
    assert stocks.weeks(bare, NOW) == []
    assert stocks.items(bare, NOW) == []
    bare.close()


def test_items_are_families_then_products_and_never_doses_and_tests_together(store: Store) -> None:
    listed = stocks.items(store, NOW)
    assert [item.code for item in listed] == ["tests", "vaccins", "t1", "t2", "v1"]
    assert listed[0].cip13s == ("t1", "t2")
    assert listed[1].unit == ("dose", "doses")


def test_a_department_knows_its_region(store: Store) -> None:
    ain = stocks.departments(store)[0]
    assert (ain.label, ain.region_name) == ("01 · Ain", "Auvergne-Rhône-Alpes")


def test_a_silent_department_has_no_figure_but_a_denominator(store: Store) -> None:
    declare(store, 1, "a", WEEK.monday, {"t1": 0, "v1": None})
    aggregates.refresh(store, WEEK, NOW)
    tallies = stocks.by_department(store, WEEK, item(store, "t1"))
    assert tallies["01"] == Tally(0, 1, 1, 0, 1, 2)
    assert tallies["03"] == Tally(respondents=0, active=1)
    assert stocks.by_department(store, WEEK, item(store, "v1"))["01"] == Tally(0, 0, 0, 1, 1, 2)


def test_a_week_never_aggregated_has_nothing_at_all(store: Store) -> None:
    assert stocks.by_department(store, WEEK, item(store, "t1"))["01"] == Tally()


def test_the_history_of_an_area_adds_its_departments(store: Store) -> None:
    before = WEEK.shift(-1)
    declare(store, 1, "a", WEEK.monday, {"t1": 4})
    declare(store, 2, "z", WEEK.monday, {"t1": 5})
    declare(store, 3, "z", before.monday, {"t2": 7})
    aggregates.refresh_all(store, NOW)
    weeks = [WEEK.shift(-2), before, WEEK]
    chosen = [item(store, "t1"), item(store, "tests")]
    seen = stocks.history(store, weeks, chosen, ["01", "03"])
    assert seen["t1"] == [Tally(), Tally(respondents=1, active=3), Tally(9, 2, 0, 0, 2, 3)]
    assert [tally.units for tally in seen["tests"]] == [None, 7, 9]
    assert stocks.history(store, weeks, chosen, ["01"])["t1"][2].units == 4


def test_a_history_of_no_week_is_empty(store: Store) -> None:
    assert stocks.history(store, [], [item(store, "t1")], ["01"]) == {"t1": []}


def test_pharmacies_come_with_their_current_declaration_ruptures_first(store: Store) -> None:
    put(store, "pharmacy", {"finess": "c", "name": "C"}, {"finess": "d", "name": "D"})
    declare(store, 1, "a", WEEK.monday, {"t1": 9, "t2": 1})
    declare(store, 2, "a", WEEK.monday, {"t1": 3, "t2": 1})
    declare(store, 3, "b", WEEK.monday, {"t1": 0})
    declare(store, 4, "c", WEEK.monday, {"t1": None})
    declare(store, 5, "d", WEEK.monday, {"v1": 8})
    declare(store, 6, "z", WEEK.monday, {"t1": 100})
    seen = stocks.pharmacies(store, WEEK, item(store, "tests"), "01")
    assert [(row.finess, row.units, stocks.state_of(row)) for row in seen] == [
        ("b", 0, "Rupture"),
        ("a", 4, "Quantité"),
        ("d", None, "Non déclaré"),
        ("c", None, "Non référencé"),
    ]


def test_a_closed_pharmacy_is_not_listed(store: Store) -> None:
    put(store, "pharmacy", {"finess": "closed", "closed_on": WEEK.monday})
    declare(store, 1, "closed", WEEK.monday, {"t1": 9})
    assert stocks.pharmacies(store, WEEK, item(store, "t1"), "01") == []


def test_the_latest_week_is_the_last_one_that_somebody_answered(store: Store) -> None:
    listed = stocks.weeks(store, NOW)
    before = WEEK.shift(-1)
    put(store, "week_response", {
        "week": WEEK.monday, "department_code": "01", "respondents": 0, "active": 3,
    }, {
        "week": before.monday, "department_code": "01", "respondents": 1, "active": 3,
    })  # fmt: skip
    assert stocks.latest_answered(store, listed) == before
    assert stocks.latest_answered(store, [WEEK]) == WEEK


@pytest.mark.parametrize(("monday_s", "shown"), [(4, WEEK.shift(-1)), (5, WEEK)])
def test_a_handful_of_answers_on_monday_does_not_make_the_open_week_the_one_to_show(
    store: Store, monday_s: int, shown: Week
) -> None:
    for week, respondents in ((WEEK, monday_s), (WEEK.shift(-1), 10)):
        put(store, "week_response", {
            "week": week.monday, "department_code": "01", "respondents": respondents, "active": 30,
        })  # fmt: skip
    assert stocks.latest_answered(store, stocks.weeks(store, NOW)) == shown
