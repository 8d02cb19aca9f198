"""Registres: the administrator reads, filters and exports; the look itself is written."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures.registers import PAGE_ROWS
from dp_ruptures.store import Store
from tests.conftest import NOW, ROOT
from tests.pages.conftest import open_page, texts

Enter = Callable[[str], None]
EVERYTHING = {"since": NOW - timedelta(days=999), "until": NOW + timedelta(days=1), "actor": "", "words": ""}


def looks(store: Store) -> list[tuple[str, str, str]]:
    rows = store.query("register_access", **EVERYTHING, size=1000, skip=0)
    return [(row["actor"], row["subject"], row["purpose"]) for row in rows]


def shown(page: AppTest) -> str:
    return str(page.table[0].value.to_csv())


def visit(**query: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "pages" / "registers.py"), default_timeout=30)
    for name, content in query.items():
        page.query_params[name] = content
    return page.run()


def test_the_look_at_a_register_is_the_first_line_it_shows(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = open_page("registers.py")
    assert not page.exception
    told = "registre « Accès aux données individuelles », du 19 octobre au 18 novembre 2026"
    assert looks(process_store) == [("compte-admin", told, "consultation du registre")]
    assert told in shown(page)
    page.run()
    assert len(looks(process_store)) == 1, "one look is one line, however often the page is drawn"


def test_the_address_filters(process_store: Store, enter: Enter) -> None:
    enter("admin")
    for actor, subject in [("ordre", "officine du lac"), ("ordre", "officine du port"), ("autre", "lac")]:
        process_store.execute("access_insert", now=NOW, actor=actor, subject=subject, purpose="fiche")
    page = visit(registre="Accès", du="18/11/2026", au="18/11/2026", qui="ordre", quoi="LAC")
    assert [widget.value for widget in page.text_input] == ["18/11/2026", "18/11/2026", "ordre", "LAC"]
    assert "officine du lac" in shown(page)
    assert "port" not in shown(page)
    assert "autre" not in shown(page)


def test_a_week_is_shown_and_looked_for_as_screens_say_it(process_store: Store, enter: Enter) -> None:
    enter("admin")
    for week in ("2026-W46", "2026-W47"):
        process_store.execute(
            "access_insert", now=NOW, actor="ordre", subject=f"chiffres, {week}", purpose="f"
        )
    page = visit(registre="Accès", du="18/11/2026", au="18/11/2026", quoi="chiffres, 2026-s47")
    assert "chiffres, 2026-S47" in shown(page)
    assert "2026-S46" not in shown(page)


def test_the_acts_of_administration_are_the_other_register(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = visit(registre="Actes")
    assert "compte créé" in shown(page)
    assert "Administration" in shown(page)
    assert "account.create" not in shown(page)
    assert page.subheader[0].value == "Actes d'administration"


def test_an_unknown_register_in_the_address_is_the_first_one(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = visit(registre="comptes; DROP TABLE audit_log")
    assert not page.exception
    assert page.subheader[0].value == "Accès aux données individuelles"


@pytest.mark.parametrize(("name", "typed"), [("du", "hier"), ("au", "99/99/9999"), ("du", "=1+1")])
def test_a_bad_period_is_said_and_nothing_is_read_or_traced(
    process_store: Store, enter: Enter, name: str, typed: str
) -> None:
    enter("admin")
    page = visit(**{name: typed})
    assert "n'est pas une date" in texts(page)
    assert not page.table
    assert looks(process_store) == []


def test_nothing_found_says_what_to_do(process_store: Store, enter: Enter) -> None:
    enter("admin")
    page = visit(registre="Actes", quoi="introuvable")
    assert "élargissez la période" in texts(page)


def test_a_long_register_is_read_page_by_page(process_store: Store, enter: Enter) -> None:
    enter("admin")
    for number in range(PAGE_ROWS + 5):
        process_store.execute("audit_insert", now=NOW, actor="a", action=f"n{number}", subject="s", detail="")
    page = visit(registre="Actes", quoi="n")
    assert len(page.table[0].value) == PAGE_ROWS


def test_an_export_is_traced_and_asks_who_one_is_again(
    process_store: Store, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter("admin")
    page = visit(registre="Actes")
    page.button[0].click().run()
    assert looks(process_store)[0][2] in {"export du registre", "consultation du registre"}
    assert [purpose for _, _, purpose in looks(process_store)].count("export du registre") == 1
    monkeypatch.setattr("dp_ruptures.access.session_token", lambda: None)
    page.button[0].click().run()
    assert [purpose for _, _, purpose in looks(process_store)].count("export du registre") == 1


@pytest.mark.parametrize("role", ["pharmacist", "analyst", "ministry"])
def test_only_the_administrator_reads_the_registers(process_store: Store, enter: Enter, role: str) -> None:
    enter(role)
    page = open_page("registers.py")
    assert "n'est pas ouverte à votre compte" in texts(page)
    assert not page.table
    assert looks(process_store) == []
