"""Nouvelle déclaration constatée, and Mes déclarations."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.pages.conftest import open_page, texts

WEEK = parse_week("2026-W47")
VACCINE, BOXED = "3400930306000", "2999000000012"
Enter = Callable[[str], None]


def field(page: AppTest, cip13: str) -> object:
    (found,) = [widget for widget in page.text_input if widget.key.endswith(cip13)]
    return found


def send(page: AppTest) -> AppTest:
    return page.button[0].click().run()


def test_a_declaration_gets_a_receipt_read_from_the_store(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("90")
    send(page)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert receipt.lines == (Line(VACCINE, QUANTITY, units=90),)
    assert f"Récépissé n° {receipt.number}" in texts(page)
    assert "dimanche 22 novembre 2026 à 23 h 59" in texts(page)
    assert "9 produits sans réponse" in texts(page).replace("\u00a0", " ")


def test_boxes_are_converted_and_both_are_kept(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    page.radio[0].set_value("boîtes")
    field(page, BOXED).set_value("4")
    send(page)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert [(line.units, line.boxes) for line in receipt.lines] == [(100, 4)]
    assert "4 boîtes" in str(page.table[0].value).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12,5", "comptez en unités entières"),
        ("-3", "ne peut pas être négatif"),
        ("1.200", "écrivez 1200"),
        ("=2+2", "n'est pas un nombre"),
        ("douze", "n'est pas un nombre"),
    ],
)
def test_a_bad_line_is_said_in_words_and_nothing_is_written_or_lost(
    process_store: Store, finess: str, enter: Enter, typed: str, sentence: str
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value(typed)
    field(page, BOXED).set_value("5")
    send(page)
    assert sentence in texts(page)
    assert "Rien n'est encore enregistré" in texts(page)
    assert declarations.current(process_store, finess, WEEK) is None
    assert field(page, BOXED).value == "5"
    field(page, VACCINE).set_value("12")
    send(page)
    assert declarations.current(process_store, finess, WEEK) is not None


def test_an_empty_form_is_sent_back(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = send(open_page("declare.py"))
    assert "Rien n'est renseigné" in texts(page)


def test_case_20_an_unusual_figure_is_confirmed_once(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("25000")
    send(page)
    assert "confirmez si c'est exact" in texts(page)
    assert declarations.current(process_store, finess, WEEK) is None
    (sure,) = [box for box in page.checkbox if box.label == "C'est exact"]
    sure.check()
    send(page)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert receipt.lines[0].units == 25000


def test_last_week_is_a_ghost_and_never_a_value(process_store: Store, finess: str, enter: Enter) -> None:
    last = WEEK.shift(-1)
    sent = Declaration(finess, last, (Line(VACCINE, QUANTITY, units=41),), author="a", channel="form")
    declarations.declare(process_store, sent, last.opens_at)
    enter("pharmacist")
    page = open_page("declare.py")
    assert field(page, VACCINE).placeholder == "S-1 : 41"
    assert field(page, VACCINE).value == ""


def test_a_correction_starts_from_what_is_declared(process_store: Store, finess: str, enter: Enter) -> None:
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=41),), author="a", channel="form")
    declarations.declare(process_store, sent, NOW)
    enter("pharmacist")
    page = open_page("declare.py")
    assert field(page, VACCINE).value == "41"
    assert page.button[0].label.startswith("Remplacer")
    field(page, VACCINE).set_value("0")
    send(page)
    assert [row["replaced"] for row in declarations.history(process_store, finess)] == [False, True]


def test_a_correction_right_after_the_receipt_is_not_lost(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    for typed in ("41", "42", "43"):
        field(page, VACCINE).set_value(typed)
        send(page)
        receipt = declarations.current(process_store, finess, WEEK)
        assert receipt is not None
        assert receipt.lines[0].units == int(typed)
        assert field(page, VACCINE).value == typed


def test_case_40_two_devices_the_later_one_wins_with_what_it_typed(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    counter, back_office = open_page("declare.py"), open_page("declare.py")
    field(counter, VACCINE).set_value("41")
    field(back_office, VACCINE).set_value("52")
    send(counter)
    send(back_office)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert receipt.lines[0].units == 52
    assert len(declarations.history(process_store, finess)) == 2


def test_out_of_season_the_page_says_so(
    process_store: Store, finess: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DP_RUPTURES_NOW", "2027-07-07T10:00:00+02:00")
    enter("pharmacist", WEEK.shift(33).opens_at)  # type: ignore[call-arg]
    assert "Aucune campagne n'est ouverte" in texts(open_page("declare.py"))


def test_history_says_what_counts_and_when_it_is_erased(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    assert "Aucune déclaration pour l'instant" in texts(open_page("my_declarations.py"))
    for units in (41, 42):
        sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=units),), author="a", channel="form")
        declarations.declare(process_store, sent, NOW)
    page = open_page("my_declarations.py")
    assert [row["État"] for row in page.table[0].value.to_dict("records")] == ["en vigueur", "remplacée"]
    assert "effacés le 17 mai 2027" in texts(page).replace("\u00a0", " ")
