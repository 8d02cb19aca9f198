"""Nouvelle déclaration constatée, and Mes déclarations."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations, questions
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.pages.conftest import open_page, texts
from tests.rows import put

WEEK = parse_week("2026-W47")
VACCINE, BOXED = "3400930306000", "2999000000012"
Enter = Callable[[str], None]


def field(page: AppTest, cip13: str) -> object:
    (found,) = [widget for widget in page.text_input if widget.key.endswith(cip13)]
    return found


def send(page: AppTest) -> AppTest:
    (button,) = [button for button in page.button if button.key == "send"]
    return button.click().run()


def plain(page: AppTest) -> str:
    """What the page says, with ordinary blanks and hyphens."""
    return texts(page).replace("\u00a0", " ").replace("\u2011", "-")


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
    assert [said.replace("\u00a0", " ") for said in page.table[0].value["Déclaré"]] == [
        "100 tests (4 boîtes)"
    ]
    assert (page.radio[0].value, field(page, BOXED).value) == ("boîtes", "4")
    send(page)
    assert len(declarations.history(process_store, finess)) == 1


def test_a_correction_counted_in_boxes_keeps_both(process_store: Store, finess: str, enter: Enter) -> None:
    boxed = (Line(BOXED, QUANTITY, units=100, boxes=4), Line(VACCINE, QUANTITY, units=41))
    declarations.declare(process_store, Declaration(finess, WEEK, boxed, author="a", channel="form"), NOW)
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("42")
    send(page)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert set(receipt.lines) == {boxed[0], Line(VACCINE, QUANTITY, units=42)}


def test_a_family_counted_partly_in_boxes_is_shown_in_units(
    process_store: Store, finess: str, enter: Enter
) -> None:
    mixed = (Line(BOXED, QUANTITY, units=100, boxes=4), Line("2999000000029", QUANTITY, units=7))
    declarations.declare(process_store, Declaration(finess, WEEK, mixed, author="a", channel="form"), NOW)
    enter("pharmacist")
    page = open_page("declare.py")
    assert (page.radio[0].value, field(page, BOXED).value) == ("unités", "100")
    send(page)
    assert len(declarations.history(process_store, finess)) == 1


def test_case_19_not_communicated_is_said_under_its_line_and_with_the_receipt(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("NC")
    send(page)
    assert "« NC » : compris comme non déclaré." in [info.value for info in page.info]
    assert "Rien n'est renseigné" in texts(page)
    field(page, BOXED).set_value("5")
    send(page)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert [line.cip13 for line in receipt.lines] == [BOXED]
    assert "« NC » : compris comme non déclaré." in [info.value for info in page.info]
    (said,) = [caption.value for caption in page.caption if "« NC »" in caption.value]
    assert said.startswith("Vaxigrip")


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
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert receipt.lines[0].units == 25000
    (exact,) = [button for button in page.button if button.label == "C'est exact"]
    exact.click().run()
    assert "confirmez si c'est exact" not in texts(page)
    (asked,) = questions.of_receipt(process_store, finess, WEEK, receipt.receipt_id)
    assert asked.confirmed


def test_last_week_is_a_ghost_and_never_a_value(process_store: Store, finess: str, enter: Enter) -> None:
    last = WEEK.shift(-1)
    sent = Declaration(finess, last, (Line(VACCINE, QUANTITY, units=41),), author="a", channel="form")
    declarations.declare(process_store, sent, last.opens_at)
    enter("pharmacist")
    page = open_page("declare.py")
    assert field(page, VACCINE).placeholder == "41"
    assert field(page, VACCINE).value == ""


def test_a_correction_starts_from_what_is_declared(process_store: Store, finess: str, enter: Enter) -> None:
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=41),), author="a", channel="form")
    declarations.declare(process_store, sent, NOW)
    enter("pharmacist")
    page = open_page("declare.py")
    assert field(page, VACCINE).value == "41"
    (button,) = [button for button in page.button if button.key == "send"]
    assert button.label.startswith("Remplacer")
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


def test_case_40_a_declaration_from_another_device_is_replaced_only_once_asked(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    counter, back_office = open_page("declare.py"), open_page("declare.py")
    field(counter, VACCINE).set_value("41")
    field(back_office, VACCINE).set_value("52")
    send(counter)
    first = declarations.current(process_store, finess, WEEK)
    assert first is not None
    send(back_office)
    assert declarations.current(process_store, finess, WEEK) == first
    question = (
        f"reçue le 18 nov. 2026 à 11 h 00 (récépissé {first.number}, 1 ligne). La remplacer par celle-ci ?"
    )
    assert question in plain(back_office)
    send(back_office)
    assert declarations.current(process_store, finess, WEEK) == first
    (replace,) = [box for box in back_office.checkbox if box.label == "Remplacer"]
    replace.check()
    send(back_office)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert receipt.lines[0].units == 52
    assert len(declarations.history(process_store, finess)) == 2
    assert "Elle remplace la précédente" in plain(back_office)
    assert not [box for box in back_office.checkbox if box.label == "Remplacer"]


def test_case_40_agreeing_to_replace_one_declaration_says_nothing_of_the_next(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    devices = [open_page("declare.py") for _ in range(3)]
    for units, device in enumerate(devices, start=41):
        field(device, VACCINE).set_value(str(units))
    send(devices[0])
    for device in devices[1:]:
        send(device)
        (replace,) = [box for box in device.checkbox if box.label == "Remplacer"]
        replace.check()
    send(devices[1])
    send(devices[2])
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert receipt.lines[0].units == 42


def test_case_40_two_devices_that_say_the_same_are_one_declaration(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    counter, back_office = open_page("declare.py"), open_page("declare.py")
    for device in (counter, back_office):
        field(device, VACCINE).set_value("41")
        send(device)
        assert "La remplacer" not in texts(device)
    assert len(declarations.history(process_store, finess)) == 1


def test_case_36_a_form_sent_after_sunday_midnight_is_refused_and_goes_into_the_new_week(
    process_store: Store, finess: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, WEEK.closes_at - timedelta(minutes=5))
    enter("pharmacist")
    page = open_page("declare.py")
    page.radio[0].set_value("boîtes")
    field(page, VACCINE).set_value("41")
    field(page, BOXED).set_value("4")
    at(monkeypatch, WEEK.closes_at + timedelta(minutes=5))
    send(page)
    assert "La semaine 2026-S47 est close" in texts(page)
    assert "recopiez vos quantités dans la semaine 48" in texts(page)
    assert (field(page, VACCINE).value, field(page, BOXED).value) == ("41", "4")
    assert declarations.history(process_store, finess) == []
    (move,) = [button for button in page.button if button.label == "Ouvrir la semaine S48"]
    move.click().run()
    assert "**Semaine 48**" in texts(page)
    assert "Quantités recopiées de la semaine 47 : vérifiez-les" in texts(page)
    assert (field(page, VACCINE).value, field(page, BOXED).value) == ("41", "4")
    assert declarations.history(process_store, finess) == []
    send(page)
    receipt = declarations.current(process_store, finess, WEEK.shift(1))
    assert receipt is not None
    assert "Quantités recopiées" not in texts(page)
    assert set(receipt.lines) == {
        Line(VACCINE, QUANTITY, units=41),
        Line(BOXED, QUANTITY, units=100, boxes=4),
    }


def test_a_late_form_does_not_silently_replace_what_the_new_week_holds(
    process_store: Store, finess: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("41")
    late = WEEK.closes_at + timedelta(hours=1)
    at(monkeypatch, late)
    new = Declaration(finess, WEEK.shift(1), (Line(VACCINE, QUANTITY, units=9),), author="a", channel="form")
    receipt = declarations.declare(process_store, new, late)
    send(page)
    (move,) = [button for button in page.button if button.key == "next-week"]
    move.click().run()
    send(page)
    assert "La remplacer par celle-ci ?" in texts(page)
    assert declarations.current(process_store, finess, WEEK.shift(1)) == receipt


def test_the_last_sunday_of_the_campaign_keeps_what_was_typed_on_screen(
    process_store: Store, finess: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = parse_week("2027-W08")
    at(monkeypatch, last.closes_at - timedelta(minutes=5))
    enter("pharmacist", last.closes_at - timedelta(minutes=5))  # type: ignore[call-arg]
    page = open_page("declare.py")
    field(page, VACCINE).set_value("41")
    at(monkeypatch, last.closes_at + timedelta(minutes=5))
    send(page)
    assert "La campagne est close" in texts(page)
    assert "Aucune campagne" not in texts(page)
    assert field(page, VACCINE).value == "41"
    assert "next-week" not in {button.key for button in page.button}
    assert declarations.history(process_store, finess) == []


def at(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """Set the portal's clock."""
    monkeypatch.setenv("DP_RUPTURES_NOW", instant.isoformat())


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


def test_the_lines_of_a_replaced_declaration_can_still_be_read(
    process_store: Store, finess: str, enter: Enter
) -> None:
    for units in (41, 42):
        sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=units),), author="a", channel="form")
        declarations.declare(process_store, sent, NOW)
    enter("pharmacist")
    page = open_page("my_declarations.py")
    assert "42 doses" in str(page.table[1].value).replace("\u00a0", " ")
    page.selectbox[0].select_index(1).run()
    assert "41 doses" in str(page.table[1].value).replace("\u00a0", " ")


def test_an_old_week_is_read_with_its_own_campaign_and_a_lost_product_by_its_code(
    process_store: Store, finess: str, enter: Enter
) -> None:
    gone = "3400930067727"
    lines = (Line(gone, QUANTITY, units=7), Line(VACCINE, QUANTITY, units=41))
    declarations.declare(process_store, Declaration(finess, WEEK, lines, author="a", channel="form"), NOW)
    put(process_store, "campaign", {"campaign_id": "next", "opens_on": NOW.date() + timedelta(days=6)})
    enter("pharmacist")
    page = open_page("my_declarations.py")
    shown = page.table[1].value.to_dict("records")
    assert [row["Famille"] for row in shown] == ["Vaccins contre la grippe", "n'est plus suivi"]
    assert shown[1]["Produit"] == f"Code {gone}"
    assert "7 unités" in shown[1]["Déclaré"].replace("\u00a0", " ")
