"""The other doors of the weekly form, drawn under it: what they bring is shown in its fields."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations, drafts
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.pages.conftest import open_page, texts

WEEK = parse_week("2026-W47")
VAXIGRIP, INFLUVAC, UNKNOWN = "3400930306000", "3400930296165", "3400930067727"
Enter = Callable[[str], None]


def opened(enter: Enter) -> AppTest:
    """The pharmacist's form, its doors open."""
    enter("pharmacist")
    page = open_page("declare.py")
    page.session_state["doors"] = True
    return page.run()


def quantity(page: AppTest, cip13: str) -> str:
    (found,) = [
        field for field in page.text_input if str(field.key).startswith("units-") and cip13 in str(field.key)
    ]
    return str(found.value)


def paste(page: AppTest, text: str) -> AppTest:
    (area,) = page.text_area
    area.set_value(text)
    (button,) = [button for button in page.button if button.key == "place-pasted"]
    return button.click().run()


def test_what_is_pasted_is_shown_in_the_form_and_nothing_is_declared(
    process_store: Store, finess: str, enter: Enter
) -> None:
    page = paste(opened(enter), f"code\tstock\n{VAXIGRIP}\t12\n{INFLUVAC}\t0\n{UNKNOWN}\t5")
    assert (quantity(page, VAXIGRIP), quantity(page, INFLUVAC)) == ("12", "0")
    assert "2\u00a0lignes placées dans le formulaire" in texts(page)
    assert "pas suivi cette saison" in str([table.value for table in page.table])
    assert declarations.current(process_store, finess, WEEK) is None
    (send,) = [button for button in page.button if button.key == "send"]
    send.click().run()
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert {line.cip13: line.units for line in receipt.lines} == {VAXIGRIP: 12, INFLUVAC: 0}


def test_a_refused_paste_changes_no_field_and_says_the_line(
    process_store: Store, finess: str, enter: Enter
) -> None:
    page = paste(opened(enter), f"{VAXIGRIP}\t12\n{INFLUVAC}\t12,5")
    assert "Rien n'a été repris" in texts(page)
    assert "comptez en unités entières" in str([table.value for table in page.table])
    assert quantity(page, VAXIGRIP) == ""
    assert drafts.of(process_store, finess, WEEK) == {}


def test_a_code_typed_in_the_scanners_field_names_its_product(finess: str, enter: Enter) -> None:
    page = opened(enter)
    for text, said in (
        (f"]d2010{VAXIGRIP}1726113010AB12", f"Vaxigrip ({VAXIGRIP})"),
        (UNKNOWN, "n'est pas suivi cette saison"),
        ("3400930067728", "devrait être 7"),
    ):
        (field,) = [field for field in page.text_input if str(field.key).startswith("scan-")]
        page = field.set_value(text).run()
        assert said in texts(page)


def test_the_doors_are_closed_until_asked_for(finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    assert len(page.text_area) == 0
    assert [expander.label for expander in page.expander][-1] == "Coller, importer un fichier, scanner"
