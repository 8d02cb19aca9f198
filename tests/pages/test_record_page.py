"""Fiche d'officine: found by its number, name or town; complete; on record each time it is opened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import quality, record
from dp_ruptures.quality import EXCLUDED, REOPENED, Figure, Judgement
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.rows import declare

WEEK = parse_week("2026-W47")
TEST, VACCINE = "2999000000012", "3400930306000"
Enter = Callable[..., None]


def looks(store: Store) -> list[Any]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        rows: list[Any] = cursor.execute("SELECT subject, purpose FROM access_log").fetchall()
    return rows


def opened(finess: str) -> AppTest:
    """The page as `record.open(finess)` leads to it."""
    page = AppTest.from_file(str(ROOT / "pages" / "pharmacy.py"), default_timeout=30)
    page.session_state["record.finess"] = finess
    return page.run()


def shown(page: AppTest) -> str:
    tables = "\n".join(table.value.to_csv() for table in page.table)
    return tables.replace("\u202f", " ").replace("\u00a0", " ").replace("\u2011", "-")


@pytest.mark.parametrize(
    "typed", ["010002301", "0100 02301 ", "pharmacie lac", "Évian", "EVIAN lac", "74500"]
)
def test_a_pharmacy_is_found_by_number_name_town_or_post_code(
    process_store: Store, finess: str, typed: str
) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET city = 'Évian', postcode = '74500'")
    add_pharmacy(process_store, "03000230", name="Pharmacie du Port", city="Moulins")
    assert [row["finess"] for row in record.search(process_store, typed)] == [finess]


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "introuvable"])
def test_what_names_nobody_finds_nobody(process_store: Store, finess: str, typed: str) -> None:
    assert record.search(process_store, typed) == []


def test_a_search_is_no_look_and_an_opening_is_one(process_store: Store, finess: str, enter: Enter) -> None:
    enter("analyst")
    page = open_page("pharmacy.py")
    page.text_input[0].set_value("lac").run()
    assert looks(process_store) == []
    page.button[0].click().run()
    assert page.header[0].value == "Pharmacie du Lac"
    page.run()
    assert looks(process_store) == [(f"officine {finess}", "fiche d'officine")]
    page.button[0].click().run()
    assert not page.header
    page.text_input[0].set_value("introuvable").run()
    assert "Aucune officine ne porte ces mots" in texts(page)
    page.text_input[0].set_value("lac").run()
    page.button[0].click().run()
    assert len(looks(process_store)) == 2, "opened again is looked at again"


def test_the_record_tells_everything_but_the_drafts(process_store: Store, finess: str, enter: Enter) -> None:
    declare(process_store, 1, finess, WEEK.shift(-1).monday, {TEST: 40, VACCINE: None})
    declare(process_store, 2, finess, WEEK.monday, {TEST: 77})
    declare(process_store, 3, finess, WEEK.monday, {TEST: 4321, VACCINE: 0})
    quality.decide(
        process_store, Figure(3, TEST), Judgement(EXCLUDED, "ten", "en boîtes"), now=NOW, actor="al"
    )
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "INSERT INTO draft VALUES (1, ?, ?, ?, '98765', ?, '')",
            [finess, WEEK.monday, f"units:{TEST}", NOW],
        )
        cursor.execute(
            "INSERT INTO one_time_link VALUES ('h', ?, ?, 'x@y.fr', 'invitation', ?, ?, ?, NULL)",
            [finess, finess, NOW, NOW + timedelta(7), NOW],
        )
    enter("analyst")
    page = opened(finess)
    assert not page.exception
    said = shown(page)
    assert "ouverte" in said
    assert "invitation valable jusqu'au" in said
    assert "4 321 tests · écarté des totaux" in said
    assert "0 : en rupture" in said
    assert "non référencé" in said
    assert said.count("remplacée") == 1
    assert "invitation à ouvrir le compte" in said
    assert "dix fois plus ou moins · en boîtes" in said
    assert "98765" not in said
    quality.decide(process_store, Figure(3, TEST), Judgement(REOPENED, "ten"), now=NOW, actor="al")
    again = shown(page.run())
    assert "écarté des totaux" in again, "the history keeps what was taken back"
    assert "4 321 tests · écarté" not in again
    assert "levée" in again


def test_a_pharmacy_of_which_nothing_is_known_yet_says_so(
    process_store: Store, finess: str, enter: Enter
) -> None:
    with process_store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET closed_on = DATE '2026-10-01'")
    enter("analyst")
    page = opened(finess)
    assert "fermée depuis le 1er oct. 2026" in shown(page)
    said = texts(page)
    for sentence in ("Rien de déclaré", "Aucune déclaration gardée", "Aucune rupture", "Aucun courriel"):
        assert sentence in said


def test_an_unknown_number_leads_to_the_search_and_leaves_no_line(process_store: Store, enter: Enter) -> None:
    enter("analyst")
    page = opened("999999999")
    assert page.text_input
    assert looks(process_store) == []
