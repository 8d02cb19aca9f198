"""The reference data, and the questions asked of territory, campaigns and products."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from dp_ruptures.reference import load_reference
from dp_ruptures.rules.codes import cip13_of, is_code13, is_demo
from dp_ruptures.settings import ROOT
from dp_ruptures.store import Store, open_store
from tests.rows import put

TODAY = date(2026, 11, 23)


@pytest.fixture
def store() -> Iterator[Store]:
    store = open_store("duckdb:///:memory:")
    store.migrate()
    yield store
    store.close()


def ask(store: Store, question: str) -> list[Any]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows: list[Any] = cursor.execute(question).fetchall()
    return rows


def test_101_departments_of_18_regions_are_known(store: Store) -> None:
    load_reference(store, TODAY)
    assert ask(store, "SELECT count(*), count(DISTINCT region_code) FROM department") == [(101, 18)]
    assert ask(store, "SELECT count(*) FROM region") == [(18,)]
    assert ask(store, "SELECT name FROM department WHERE department_code = '2A'") == [("Corse-du-Sud",)]
    excluded = "SELECT department_code FROM department WHERE department_code IN ('975', '977', '978', '986')"
    assert ask(store, excluded) == []


def test_the_campaign_surveys_the_demo_tests_then_the_vaccines_on_sale(store: Store) -> None:
    load_reference(store, TODAY)
    surveyed = ask(
        store,
        "SELECT family, demo FROM campaign_product JOIN product USING (cip13) "
        "WHERE campaign_id = '2026-2027' ORDER BY position",
    )
    assert surveyed == [("tests", True)] * 5 + [("vaccins", False)] * 5


def test_loading_twice_changes_nothing(store: Store) -> None:
    load_reference(store, TODAY)
    tables = ("region", "department", "product", "campaign", "campaign_product")
    before = [ask(store, f"SELECT * FROM {table}") for table in tables]
    load_reference(store, TODAY)
    assert [ask(store, f"SELECT * FROM {table}") for table in tables] == before


def test_what_an_administrator_changed_survives_a_restart(store: Store) -> None:
    load_reference(store, TODAY)
    ask(store, "UPDATE product SET name = 'Vaxigrip 2026' WHERE cip13 = '3400930306000'")
    ask(store, "UPDATE campaign SET closes_on = DATE '2027-03-31'")
    ask(store, "DELETE FROM campaign_product WHERE cip13 = '2999000000012'")
    load_reference(store, TODAY)
    assert ask(store, "SELECT name FROM product WHERE cip13 = '3400930306000'") == [("Vaxigrip 2026",)]
    assert ask(store, "SELECT closes_on FROM campaign") == [(date(2027, 3, 31),)]
    assert ask(store, "SELECT count(*) FROM campaign_product") == [(9,)]


def test_the_next_season_opens_beside_the_last(store: Store) -> None:
    load_reference(store, TODAY)
    load_reference(store, date(2027, 9, 1))
    assert ask(store, "SELECT campaign_id FROM campaign ORDER BY 1") == [("2026-2027",), ("2027-2028",)]
    assert ask(store, "SELECT count(*) FROM campaign_product") == [(20,)]


def test_the_next_season_starts_from_what_the_last_one_surveyed(store: Store) -> None:
    load_reference(store, TODAY)
    ask(store, "DELETE FROM campaign_product WHERE cip13 = '2999000000012'")
    put(store, "product", {"cip13": "new", "demo": False})
    put(store, "campaign_product", {"campaign_id": "2026-2027", "cip13": "new", "position": 99})
    load_reference(store, date(2027, 9, 1))
    last, following = (
        ask(store, f"SELECT cip13, position FROM campaign_product WHERE campaign_id = '{season}' ORDER BY 2")
        for season in ("2026-2027", "2027-2028")
    )
    assert len(following) == 10
    assert following[-1] == ("new", 99)
    assert following == last


def test_a_season_prepared_ahead_is_not_the_last_one(store: Store) -> None:
    put(store, "campaign", {"campaign_id": "ahead", "opens_on": date(2030, 10, 14)})
    put(store, "campaign_product", {"campaign_id": "ahead", "cip13": "3400930306000"})
    load_reference(store, TODAY)
    assert ask(store, "SELECT count(*) FROM campaign_product WHERE campaign_id = '2026-2027'") == [(10,)]


def test_production_knows_no_demonstration_code(store: Store) -> None:
    load_reference(store, TODAY, with_demo=False)
    assert ask(store, "SELECT count(*) FROM product WHERE demo") == [(0,)]
    assert ask(store, "SELECT count(*) FROM campaign_product") == [(5,)]


def test_production_carries_no_demonstration_code_into_a_new_season(store: Store) -> None:
    load_reference(store, TODAY)
    load_reference(store, date(2027, 9, 1), with_demo=False)
    surveyed = (
        "SELECT count(*), count(*) FILTER (WHERE demo) FROM campaign_product JOIN product USING (cip13) "
        "WHERE campaign_id = '2027-2028'"
    )
    assert ask(store, surveyed) == [(5, 0)]


def test_every_code_of_ours_has_its_key_and_demo_codes_say_so() -> None:
    with (ROOT / "data/reference/products.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert len(lines) == 17
    for line in lines:
        assert is_code13(line["cip13"])
        assert line["cip7"] == "" or cip13_of(line["cip7"]) == line["cip13"]
        assert is_demo(line["cip13"]) is (line["demo"] == "true")
        assert line["family"] in {"tests", "vaccins"}
        assert line["source"]


def test_our_list_of_products_agrees_with_its_source() -> None:
    def facts(name: str, *columns: str) -> list[tuple[str, ...]]:
        with (ROOT / "data/reference" / name).open(encoding="utf-8", newline="") as file:
            return sorted(tuple(line[c] for c in columns) for line in csv.DictReader(file, delimiter=";"))

    ours = facts("products.csv", "cip13", "cip7", "pack_size", "marketed_from", "marketed_until")
    assert ours == facts(
        "produits_reference.csv",
        "code13",
        "code7",
        "unites_par_boite",
        "commercialisation_debut",
        "commercialisation_fin",
    )


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2026, 11, 23), ["now"]), (date(2027, 6, 1), ["next"]), (date(2029, 1, 1), [])],
)
def test_the_campaign_of_a_product_list_is_the_open_one_or_the_next(
    store: Store, day: date, found: list[str]
) -> None:
    put(
        store,
        "campaign",
        {"campaign_id": "past", "opens_on": date(2025, 10, 13), "closes_on": date(2026, 3, 1)},
        {"campaign_id": "now", "opens_on": date(2026, 10, 12), "closes_on": date(2027, 2, 28)},
        {"campaign_id": "next", "opens_on": date(2027, 10, 11), "closes_on": date(2028, 2, 27)},
    )
    assert [row["campaign_id"] for row in store.query("product_campaign", today=day)] == found


def test_surveyed_products_come_in_the_order_of_the_form(store: Store) -> None:
    put(store, "campaign_product", {"cip13": "b", "position": 2}, {"cip13": "a", "position": 1})
    put(store, "campaign_product", {"cip13": "c", "campaign_id": "other"})
    surveyed = store.query("product_surveyed", campaign_id="2026")
    assert [(row["cip13"], row["position"]) for row in surveyed] == [("a", 1), ("b", 2)]


def test_closing_leaves_an_earlier_closing_alone(store: Store) -> None:
    put(store, "pharmacy", {"finess": "a"}, {"finess": "b", "closed_on": date(2025, 1, 1)}, {"finess": "c"})
    store.execute("finess_close_pharmacies", finesses=["a", "b"], closed_on=TODAY)
    closed = [(row["finess"], row["closed_on"]) for row in store.query("finess_pharmacies")]
    assert closed == [("a", TODAY), ("b", date(2025, 1, 1)), ("c", None)]
