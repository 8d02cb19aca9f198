"""Fichiers groupés: checked before it is recorded, on the record both times."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations
from dp_ruptures.imports.declarations import GroupFile
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.pages.conftest import open_page, texts

WEEK = parse_week("2026-W47")
VAXIGRIP = "3400930306000"
Enter = Callable[[str], None]


def check(page: AppTest, content: str) -> AppTest:
    """What « Vérifier » keeps of an uploaded file; AppTest cannot upload one."""
    page.session_state["group_file"] = GroupFile(content.encode(), "groupe.csv", WEEK)
    return page.run()


@pytest.mark.parametrize("role", ["analyst", "admin"])
def test_a_file_is_checked_then_recorded_by_the_ordre(
    role: str, process_store: Store, finess: str, enter: Enter
) -> None:
    enter(role)
    page = check(open_page("group_files.py"), f"finess;code;stock\n{finess};{VAXIGRIP};12\n")
    assert "rien n'a été écrit" in texts(page)
    assert declarations.current(process_store, finess, WEEK) is None
    (record,) = [button for button in page.button if button.key == "record"]
    record.click().run()
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert (receipt.author, receipt.lines[0].units) == (f"compte-{role}", 12)
    assert "1\u00a0déclaration enregistrée." in texts(page)
    acts = [row["action"] for row in process_store.query("audit_latest")]
    assert acts.count("import-declarations") == 1
    assert not [button for button in page.button if button.key == "record"]


def test_a_refused_file_shows_its_lines_and_cannot_be_recorded(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("admin")
    page = check(open_page("group_files.py"), f"finess;code;stock\n{finess};{VAXIGRIP};-1\n{finess[1:]};1;1")
    assert "Rien n'a été importé" in texts(page)
    assert "a perdu le zéro" in texts(page)
    assert "ne peut pas être négatif" in str(page.table[0].value)
    assert not [button for button in page.button if button.key == "record"]
    assert declarations.current(process_store, finess, WEEK) is None


def test_a_file_without_its_columns_is_refused_in_words(finess: str, enter: Enter) -> None:
    enter("admin")
    page = check(open_page("group_files.py"), "nom;prénom\na;b")
    assert "introuvable" in texts(page)


def test_checking_without_a_file_asks_for_one(finess: str, enter: Enter) -> None:
    enter("analyst")
    page = open_page("group_files.py")
    page.button[0].click().run()
    assert "Choisissez d'abord un fichier." in texts(page)


@pytest.mark.parametrize("role", ["pharmacist", "ministry"])
def test_nobody_else_opens_the_page(role: str, finess: str, enter: Enter) -> None:
    enter(role)
    assert "n'est pas ouverte à votre compte" in texts(open_page("group_files.py"))
