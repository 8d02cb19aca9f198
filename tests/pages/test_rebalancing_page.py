"""Répartition: what it says, what a link keeps, and the trace that individual data leaves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import estimates, french
from dp_ruptures.estimates import AreaEstimate
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare

WEEK = parse_week("2026-W47")
TEST = "2999000000012"
NAME = "Test antigénique nasopharyngé, boîte de 25"
ONE = french.plural(1, "boîte")
Enter = Callable[..., None]


def opened_at(*tables: str, **address: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "rebalancing.py"), default_timeout=30)
    for table in tables:
        page.session_state[f"tableau-{table}"] = True
    for key, choice in address.items():
        page.query_params[key] = choice
    return page.run()


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def register(store: Store) -> list[Any]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows: list[Any] = cursor.execute("SELECT actor, subject, purpose FROM access_log").fetchall()
    return rows


@pytest.fixture
def declared(process_store: Store, finess: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The Ain has 40 boxes of 25 tests at one pharmacy; another there, and the Rhône, have nothing left."""
    empty = add_pharmacy(process_store, "01000231", name="Pharmacie Vide", city="Belley")
    rhone = add_pharmacy(process_store, "69000230", department_code="69", territory_code="69")
    for number, (pharmacy, before, now) in enumerate(((finess, 1350, 1000), (empty, 175, 0), (rhone, 70, 0))):
        declare(process_store, 2 * number + 1, pharmacy, (WEEK.monday - timedelta(7)), {TEST: before})
        declare(process_store, 2 * number + 2, pharmacy, WEEK.monday, {TEST: now})
    told = {
        "01": AreaEstimate(1000.0, 900.0, 1100.0, 2, 2, 20.0, False),
        "69": AreaEstimate(0.0, 0.0, 10.0, 1, 1, 0.0, True),
    }
    monkeypatch.setattr(estimates, "of_week", lambda *_: told)
    return finess


def test_the_page_says_in_how_few_hands_and_what_to_move(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at("plan", produit=NAME, lot=ONE)
    said = readable(texts(page))
    metrics = {metric.label: readable(metric.value) for metric in page.metric}
    assert metrics["À zéro, du stock à côté"] == "33,3 %"
    assert metrics["Départements sous 3 jours"] == "1 → 0"
    assert "1 déplacement, 7 boîtes" in said
    assert "1 département repasse au-dessus de 3 jours" in said
    tables = [readable(table.value.to_csv()) for table in page.table]
    assert any("Ain,Rhône,7,175,61 km" in table for table in tables)


def test_a_link_keeps_its_budget_and_its_goal_and_unknown_values_fall_back(
    declared: str, enter: Enter
) -> None:
    enter("analyst")
    page = opened_at(
        produit=NAME, objectif="30 jours de stock", budget="kilomètres × boîtes", lot="<b>", departement="999"
    )
    assert not page.exception
    chosen = {choice.key: choice.value for choice in page.selectbox}
    assert (chosen["objectif"], chosen["plafond-km"], chosen["lot"]) == ("30", "50000", "10")
    assert "10 boîtes" in readable(texts(page))


def test_a_family_of_unlike_boxes_asks_for_a_product(declared: str, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(produit="Tests antigéniques")
    assert "choisissez un produit" in texts(page)
    assert not page.get("plotly_chart")


def test_a_week_without_an_answer_says_what_to_do(process_store: Store, enter: Enter) -> None:
    enter("analyst")
    assert "choisissez une semaine précédente" in texts(open_page("rebalancing.py"))


def test_pharmacies_are_shown_on_demand_and_written_in_the_register_once(
    process_store: Store, declared: str, enter: Enter
) -> None:
    enter("analyst")
    page = opened_at(produit=NAME, lot=ONE, departement="01 · Ain")
    assert register(process_store) == []
    assert "Pharmacie Vide" not in "".join(table.value.to_csv() for table in page.table)
    page.toggle[0].set_value(True).run()
    page.run()
    assert register(process_store) == [
        ("compte-analyst", "officines du département 01, 2026-W47", "plan de rééquilibrage")
    ]
    shown = readable("".join(table.value.to_csv() for table in page.table))
    assert "Pharmacie Vide" in shown
    # The empty one dispensed 50 tests a day before it ran out: 14 boxes a week, less than what may go.
    assert "entre communes" in shown
