"""Leaving the weekly form, coming back and sending again (edge case 40)."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations
from dp_ruptures.store import Store
from tests.conftest import ROOT
from tests.pages.conftest import open_page, texts

VACCINE = "3400930306000"
Enter = Callable[[str], None]


def send(page: AppTest) -> AppTest:
    (button,) = [button for button in page.button if button.key == "send"]
    return button.click().run()


def type_in(page: AppTest, units: str) -> AppTest:
    (field,) = [field for field in page.text_input if field.key.endswith(VACCINE)]
    field.set_value(units)
    return page


def test_case_40_a_reload_finds_the_receipt_and_sending_again_is_the_same_declaration(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    send(type_in(open_page("declare.py"), "41"))
    (first,) = declarations.history(process_store, finess)
    reloaded = open_page("declare.py")
    assert f"Récépissé n° {first['number']}" in texts(reloaded)
    send(reloaded)
    assert declarations.history(process_store, finess) == [first]


def test_case_40_a_form_kept_from_before_the_receipt_is_the_same_declaration_when_sent_again(
    process_store: Store, finess: str, enter: Enter
) -> None:
    """Edge case 40, the browser's « back »: the old fields are drawn again, with what was in them."""
    enter("pharmacist")
    portal = AppTest.from_file(str(ROOT / "dp_ruptures" / "portal.py"), default_timeout=30).run()
    send(type_in(portal, "41"))
    before = declarations.history(process_store, finess)
    portal.switch_page("../pages/my_declarations.py").run()
    portal.switch_page("../pages/declare.py").run()
    send(type_in(portal, "41"))
    assert declarations.history(process_store, finess) == before
    assert len(before) == 1
