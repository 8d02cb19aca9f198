"""Mes produits: said once, and the weekly form follows."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations, shelves
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.pages.conftest import open_page

WEEK = parse_week("2026-W47")
VACCINE, BOXED = "3400930306000", "2999000000012"
Enter = Callable[[str], None]


def fields(page: AppTest) -> list[str]:
    """The products of the form, in its order."""
    return [widget.key.rpartition("-")[2] for widget in page.text_input]


def press(page: AppTest, key: str) -> AppTest:
    (button,) = [button for button in page.button if button.key == key]
    return button.click().run()


def tick(page: AppTest, cip13: str) -> AppTest:
    (box,) = [box for box in page.checkbox if box.key.startswith(f"absent-{cip13}")]
    return (box.uncheck() if box.value else box.check()).run()


def test_a_product_that_is_not_stocked_leaves_the_form_and_is_declared_so(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    tick(open_page("my_products.py"), BOXED)
    page = open_page("declare.py")
    assert BOXED not in fields(page)
    (field,) = [widget for widget in page.text_input if widget.key.endswith(VACCINE)]
    field.set_value("90")
    press(page, "send")
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert set(receipt.lines) == {Line(BOXED, NOT_STOCKED), Line(VACCINE, QUANTITY, units=90)}


def test_it_comes_back_when_it_is_stocked_again(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = tick(open_page("my_products.py"), BOXED)
    tick(page, BOXED)
    assert BOXED in fields(open_page("declare.py"))


def test_a_form_with_only_products_that_are_not_stocked_is_still_empty(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    tick(open_page("my_products.py"), BOXED)
    page = press(open_page("declare.py"), "send")
    assert "Rien n'est renseigné" in page.error[0].value
    assert declarations.current(process_store, finess, WEEK) is None


def test_the_form_follows_the_pharmacy_s_own_order(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("my_products.py")
    before = fields(open_page("declare.py"))
    press(page, f"down-{before[0]}")
    after = fields(open_page("declare.py"))
    assert after[:2] == [before[1], before[0]]
    assert after[2:] == before[2:]


def test_a_quantity_declared_by_another_door_is_on_the_form_whatever_is_said_here(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    tick(open_page("my_products.py"), VACCINE)
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=7),), author="a", channel="api")
    declarations.declare(process_store, sent, NOW)
    assert VACCINE in fields(open_page("declare.py"))


def test_one_pharmacy_s_order_is_not_another_s(process_store: Store, finess: str, enter: Enter) -> None:
    other = add_pharmacy(process_store, "01000999")
    enter("pharmacist")
    tick(open_page("my_products.py"), BOXED)
    campaign = campaign_of(process_store, NOW.date())
    assert campaign is not None
    assert shelves.shelf_of(process_store, other, campaign).not_stocked == ()
