"""What follows a declaration: its questions, which hold nothing back, and what comes back for it."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import declarations, questions
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.warning import Asked
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.pages.conftest import open_page, texts
from tests.released import cell, release, secret
from tests.rows import declare

WEEK = parse_week("2026-W47")
VACCINE, OTHER, TEST = "3400930306000", "3400930296165", "2999000000012"
AIN, RHONE = ("01", "Ain"), ("69", "Rhône")
EXACT = "C'est exact"
Enter = Callable[[str], None]


def declared(store: Store, finess: str, week: object, **units: int) -> None:
    lines = tuple(Line(cip13, QUANTITY, units=count) for cip13, count in units.items())
    sent = Declaration(finess, week, lines, author="a", channel="form")
    declarations.declare(store, sent, week.opens_at)


def fill(page: AppTest, **quantities: str) -> AppTest:
    for cip13, typed in quantities.items():
        (field,) = [widget for widget in page.text_input if widget.key.endswith(cip13)]
        field.set_value(typed)
    return page.run()


def send(page: AppTest) -> AppTest:
    """Send, leaving blank lines as they are."""
    for key in ("send", "as-is"):
        for button in [button for button in page.button if button.key == key]:
            page = button.click().run()
    return page


def kept(store: Store, finess: str) -> list[tuple[str, bool]]:
    receipt = declarations.current(store, finess, WEEK)
    assert receipt is not None
    asked: tuple[Asked, ...] = questions.of_receipt(store, finess, WEEK, receipt.receipt_id)
    return [(one.question.message, one.confirmed) for one in asked]


BOXES = "10 × la semaine dernière : boîtes ou doses ?"


def test_a_surprising_figure_is_sent_all_the_same_and_confirmed_with_one_tap(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 9})
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "90"}))
    assert kept(process_store, finess) == [(BOXES, False)]
    (question,) = page.warning
    assert "Vaxigrip" in question.value
    assert BOXES in question.value
    (exact,) = [button for button in page.button if button.label == EXACT]
    page = exact.click().run()
    assert kept(process_store, finess) == [(BOXES, True)]
    assert not page.warning
    assert len(declarations.history(process_store, finess)) == 2


def test_a_question_is_asked_under_its_line_while_typing_and_answered_there(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 9})
    enter("pharmacist")
    page = fill(open_page("declare.py"), **{VACCINE: "90"})
    assert [warning.value for warning in page.warning] == [BOXES]
    (exact,) = [box for box in page.checkbox if box.label == EXACT]
    exact.check()
    page = send(page)
    assert kept(process_store, finess) == [(BOXES, True)]
    assert not page.warning
    assert "Récépissé" in texts(page)


def test_another_figure_is_asked_about_again(process_store: Store, finess: str, enter: Enter) -> None:
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 9})
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "90"}))
    (exact,) = [button for button in page.button if button.label == EXACT]
    page = fill(exact.click().run(), **{VACCINE: "180"})
    assert [warning.value for warning in page.warning] == ["20 × la semaine dernière : boîtes ou doses ?"]
    assert not fill(page, **{VACCINE: "12"}).warning


def test_a_form_asks_two_questions_at_most(process_store: Store, finess: str, enter: Enter) -> None:
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 10, OTHER: 10, TEST: 10})
    enter("pharmacist")
    page = fill(open_page("declare.py"), **{VACCINE: "50", OTHER: "25000", TEST: "200"})
    assert len(page.warning) == 2
    page = send(page)
    assert len(page.warning) == 2
    assert {message.split(" ")[0] for message, _ in kept(process_store, finess)} == {"2\u202f500", "20"}


def test_an_unchanged_line_is_said_to_be(process_store: Store, finess: str, enter: Enter) -> None:
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 41})
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "="}))
    assert [said.replace("\u00a0", " ") for said in page.table[0].value["Déclaré"]] == ["41 doses, inchangé"]


def test_a_line_of_a_product_that_left_the_campaign_is_shown_by_its_code(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declare(process_store, 900, finess, WEEK.monday, {"3400900000000": 7})
    enter("pharmacist")
    (row,) = open_page("declare.py").table[0].value.to_dict("records")
    assert (row["Votre officine"], row["Déclaré"].replace("\u00a0", " ")) == (
        "Code 3400900000000",
        "7 unités",
    )


def test_own_weeks_and_days_of_supply_come_back(process_store: Store, finess: str, enter: Enter) -> None:
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 70})
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "42"}))
    assert "Ce que vous recevez en retour" in texts(page)
    (row,) = page.table[0].value.to_dict("records")
    assert {name: said.replace("\u00a0", " ").replace("\u202f", " ") for name, said in row.items()} == {
        "Votre officine": "Vaxigrip",
        "Déclaré": "42 doses",
        "S44 à S46, tendance": "· → · → 70 (↘ −40 %)",
        "Jours de stock": "10 j",
    }
    assert "Aucune semaine n'est encore publiée" in texts(page)


def test_what_is_not_declared_this_week_is_never_shown_as_zero(
    process_store: Store, finess: str, enter: Enter
) -> None:
    for back in (2, 1):
        declared(process_store, finess, WEEK.shift(-back), **{VACCINE: 0, OTHER: 8})
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{OTHER: "6"}))
    rows = {row["Votre officine"]: row for row in page.table[0].value.to_dict("records")}
    blank = rows["Vaxigrip"]
    assert (blank["Déclaré"], blank["Jours de stock"]) == ("non déclaré", "—")
    assert blank["S44 à S46, tendance"] == "· → 0 → 0"


def test_a_remark_on_a_product_that_left_the_campaign_is_shown_by_its_code() -> None:
    page = AppTest.from_function(_receipt_with_a_lost_product).run()
    assert not page.exception
    assert "3400900000000, compris comme non déclaré." in texts(page)


def _receipt_with_a_lost_product() -> None:
    from datetime import UTC, date, datetime

    from dp_ruptures import receipt_view
    from dp_ruptures.campaign import Campaign
    from dp_ruptures.declarations import Receipt
    from dp_ruptures.rules.declaration import Problem
    from dp_ruptures.rules.week import parse_week

    week = parse_week("2026-W47")
    receipt = Receipt("0" * 36, "010002301", week, datetime(2026, 11, 18, tzinfo=UTC), "a", 0, ())
    campaign = Campaign("c", "Saison", date(2026, 10, 1), date(2027, 3, 1), ())
    remark = Problem("3400900000000", "not_declared", "compris comme non déclaré.")
    receipt_view.show(receipt, campaign, [remark])


def test_only_released_figures_of_others_come_back(process_store: Store, finess: str, enter: Enter) -> None:
    for number in range(30):
        other = add_pharmacy(process_store, f"0100{number:04d}", owner_key=f"owner-{number}")
        declare(process_store, 900 + number, other, WEEK.monday, {VACCINE: 7777, OTHER: 8888})
    release(process_store, WEEK.shift(-2), cell(AIN, units=200))
    release(process_store, WEEK.shift(-1), cell(AIN), secret(AIN, item=OTHER), cell(RHONE, units=30))
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 41, OTHER: 5})
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "42", OTHER: "4"}))
    (first,) = page.table[1].value.to_dict("records")
    assert {name: said.replace("\u00a0", " ").replace("\u202f", " ") for name, said in first.items()} == {
        "Ain, semaine 2026-S46": "Vaxigrip",
        "Total déclaré": "100 doses (10 officines sur 40)",
        "Par officine": "10 ↘ −50 %",
        "Ailleurs dans la région": "3,0 (Rhône)",
    }
    assert "sous secret pour 1 produit : " in texts(page).replace("\u00a0", " ")
    shown = texts(page) + "".join(str(table.value) for table in page.table)
    assert "7777" not in shown.replace("\u202f", "")
    assert "8888" not in shown.replace("\u202f", "")


def test_a_departement_with_nothing_published_has_a_sentence_and_no_table(
    process_store: Store, finess: str, enter: Enter
) -> None:
    release(process_store, WEEK.shift(-1), secret(AIN))
    declared(process_store, finess, WEEK.shift(-1), **{VACCINE: 41})
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "42"}))
    assert len(page.table) == 1
    said = "Ain, semaine 2026-S46 : sous secret pour 1 produit : Vaxigrip."
    assert said in texts(page).replace("\u00a0", " ")


def test_the_response_of_the_departement_is_said_once_it_is_released(
    process_store: Store, finess: str, enter: Enter
) -> None:
    everything = {"item_level": "ensemble", "item": "ensemble", "family": "ensemble"}
    release(process_store, WEEK.shift(-1), cell(AIN), cell(AIN, declarants=12, **everything))
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "42"}))
    assert "Taux de réponse du département : 30\u202f%" in texts(page)


def test_no_chart_is_drawn_for_a_pharmacist(process_store: Store, finess: str, enter: Enter) -> None:
    release(process_store, WEEK.shift(-1), cell(AIN))
    enter("pharmacist")
    page = send(fill(open_page("declare.py"), **{VACCINE: "42"}))
    assert "Ce que vous recevez en retour" in texts(page)
    assert not page.get("plotly_chart")
    assert not page.get("arrow_vega_lite_chart")


@pytest.mark.parametrize("role", ["analyst", "admin", "ministry"])
def test_nobody_else_reads_a_receipt(process_store: Store, finess: str, enter: Enter, role: str) -> None:
    declared(process_store, finess, WEEK, **{VACCINE: 41})
    enter(role)
    page = open_page("declare.py")
    assert "Récépissé" not in texts(page)
    assert not page.table
