"""Veille des ruptures: what it says, what a link keeps, what leaves for a spreadsheet."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import shortage_acts, shortage_watch_tables
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.rules.spreadsheet import csv_bytes
from dp_ruptures.shortage_products import Notice
from dp_ruptures.shortage_watch import Watched
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import put

VACCINE, OTHER = "3400930306000", "3400930117712"
Enter = Callable[..., None]


def opened_at(**address: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "shortage_watch.py"), default_timeout=30)
    for key, choice in address.items():
        page.query_params[key] = choice
    return page.run()


def readable(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def missing(process_store: Store, finess: str) -> None:
    """The vaccine is missing in the Ain for 10 days and since yesterday in the Rhône; 39 others have it."""
    far = add_pharmacy(process_store, "69000230", department_code="69", territory_code="69")
    for rank in range(39):
        add_pharmacy(process_store, f"380{rank:05d}", department_code="38")
    for pharmacy, days in ((finess, 10), (far, 1)):
        at = NOW - timedelta(days=days)
        facts = Facts(None, 2, at - timedelta(hours=80), "", 4)
        shortage_acts.declare(process_store, pharmacy, (VACCINE, "=Vaxigrip"), facts, author="a", now=at)


def test_the_page_says_how_wide_how_old_and_whether_it_is_on_the_list(missing: None, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(zone="Atlantide", age="siècle", produit="'; DROP TABLE shortage")
    metrics = {metric.label: readable(metric.value) for metric in page.metric}
    assert metrics["Officines concernées"] == "2 sur 41"
    assert metrics["Produits à 5 % et plus dans le pays"] == "0 sur 1"
    assert metrics["Sans nouvelle (7 jours)"] == "1"
    said = readable(texts(page))
    assert "Dans toute la France : 2 officines, soit 4,9 % ; il manque 1 officine dans le pays" in said
    row = page.table[0].value.iloc[0]
    assert readable(row["Part"]) == "4,9 %"
    assert readable(row["En 7 jours"]) == "↗ × 2"
    assert readable(row["Liste publique"]) == "non (4,9 %)"
    assert "ANSM" not in row
    assert "base publique des médicaments n'est pas chargée" in texts(page)
    assert len(page.get("plotly_chart")) == 2


def test_a_link_opens_on_its_zone_age_and_product(missing: None, enter: Enter) -> None:
    enter("analyst")
    page = opened_at(zone="01 · Ain", age="Plus d'une semaine", produit="=Vaxigrip")
    assert page.selectbox(key="produit").value == VACCINE
    assert {metric.label: readable(metric.value) for metric in page.metric}[
        "Officines concernées"
    ] == "1 sur 1"
    # The list's rule is about the country and any age, whatever is chosen.
    assert readable(page.table[0].value.iloc[0]["Liste publique"]) == "non (4,9 %)"
    drawn = json.loads(page.get("plotly_chart")[1].proto.spec)
    assert any(trace.get("name") == "choisi" for trace in drawn["data"])


def test_without_an_open_shortage_the_page_says_what_to_do(process_store: Store, enter: Enter) -> None:
    enter("analyst")
    page = open_page("shortage_watch.py")
    assert "Aucune rupture ouverte ici" in texts(page)
    assert not page.get("plotly_chart")


def test_ansm_s_word_is_said_once_the_database_is_loaded(
    process_store: Store, missing: None, enter: Enter
) -> None:
    put(process_store, "presentation", {"cip13": VACCINE, "cis": "61"})
    put(process_store, "ansm_notice", {"cis": "61", "status_code": 1, "updated_on": NOW.date()})
    enter("analyst")
    page = open_page("shortage_watch.py")
    assert readable(page.table[0].value.iloc[0]["ANSM"]) == "Rupture de stock, 18 nov. 2026"
    assert "n'est pas chargée" not in texts(page)


def test_a_finished_notice_is_said_to_be_finished() -> None:
    ended = Notice(1, NOW.date(), NOW.date(), NOW.date(), None)
    assert readable(shortage_watch_tables.notice_of(ended)) == "Terminé, retour le 18 nov. 2026"


def test_no_cell_of_the_file_is_computed_by_a_spreadsheet() -> None:
    one = Watched(VACCINE, "=cmd()", 1, 0, 0, 0, 0, NOW, 0, 1, None)
    written = csv_bytes(shortage_watch_tables.product_file([one], 10, 10, "france")).decode("utf-8-sig")
    assert ";'=cmd();" in written
