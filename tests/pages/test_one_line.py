"""One quantity typed draws its own line again, and the whole form when anything else must change with it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner

from dp_ruptures import declarations, drafts
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.pages.conftest import open_page, texts
from tests.pages.test_declare import VACCINE, at, field
from tests.rows import put

WEEK = parse_week("2026-W47")
OTHER = "3400930296165"
Enter = Callable[[str], None]


@pytest.fixture
def form(process_store: Store, finess: str, enter: Enter) -> AppTest:
    """The form of a pharmacy that declared 41 doses of each vaccine a week ago, one draft saved."""
    campaign = campaign_of(process_store, NOW.date())
    assert campaign is not None
    vaccines = [product.cip13 for product in campaign.products if product.family == "vaccins"]
    last = WEEK.shift(-1)
    lines = tuple(Line(cip13, QUANTITY, units=41) for cip13 in vaccines)
    sent = Declaration(finess, last, lines, author="a", channel="form")
    declarations.declare(process_store, sent, last.opens_at)
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("40")
    return page.run()


def leave(page: AppTest, cip13: str, text: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Type `text` in one field as a browser does: only the fragment of that field is asked to run."""
    shown = [widget.key[-13:] for widget in page.text_input]
    # In the order of the page; the first one is the form's own.
    _, *lines = page._fragment_storage._fragments
    one = lines[shown.index(cip13)]
    field(page, cip13).set_value(text)
    with monkeypatch.context() as patch:
        patch.setattr(local_script_runner, "RerunData", partial(RerunData, fragment_id_queue=[one]))
        return page.run()


def plain(text: str) -> str:
    """With ordinary blanks."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def kept(store: Store, finess: str) -> dict[str, str]:
    return {name: one.text for name, one in drafts.of(store, finess, WEEK).items()}


def test_a_quantity_is_kept_and_draws_its_own_line_only(
    form: AppTest, process_store: Store, finess: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = leave(form, VACCINE, "0", monkeypatch)
    assert [widget.key[-13:] for widget in page.text_input] == [VACCINE]
    assert "rupture" in texts(page)
    assert kept(process_store, finess)[f"units:{VACCINE}"] == "0"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("-3", "ne peut pas être négatif"), ("nc", "compris comme non déclaré"), ("4000", "4 000 contre")],
)
def test_what_is_wrong_or_surprising_is_said_under_the_line_at_once(
    form: AppTest, monkeypatch: pytest.MonkeyPatch, typed: str, said: str
) -> None:
    page = leave(form, VACCINE, typed, monkeypatch)
    assert len(page.text_input) == 1
    assert said in plain(texts(page))


def test_a_third_question_takes_another_s_place_and_every_line_is_drawn(
    form: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second, third = [widget for widget in form.text_input if "tests" not in widget.label][-3:]
    second.set_value("4000")
    third.set_value("5000")
    page = leave(form.run(), VACCINE, "90000", monkeypatch)
    asked = sorted(plain(element.value).split("(")[1].split(" contre")[0] for element in page.warning)
    assert asked == ["5 000", "90 000"], asked


def test_a_button_pressed_from_within_a_field_is_not_lost(
    form: AppTest, process_store: Store, finess: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ctrl+Enter: the browser sends the field and the button together, and asks for the field's line only.
    next(button for button in form.button if button.key == "same").click()
    page = leave(form, VACCINE, "38", monkeypatch)
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    units = {line.cip13: line.units for line in receipt.lines}
    assert (units[VACCINE], units[OTHER]) == (38, 41)
    assert "Récépissé n°" in texts(page)


def test_what_another_device_typed_meanwhile_comes_with_the_next_quantity(
    form: AppTest, process_store: Store, finess: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts.keep(process_store, finess, WEEK, {f"units:{OTHER}": "52"}, now=NOW, device="other")
    page = leave(form, VACCINE, "7", monkeypatch)
    assert (field(page, VACCINE).value, field(page, OTHER).value) == ("7", "52")
    assert "autre appareil" in texts(page)


@pytest.mark.parametrize("device", ["other", None])
def test_what_a_line_drawn_alone_cannot_show_is_not_taken_for_seen(
    form: AppTest, process_store: Store, finess: str, monkeypatch: pytest.MonkeyPatch, device: str | None
) -> None:
    # In the same minute, and of a line that says the same with it: nothing else draws the page again.
    mine = device or next(one.device for one in drafts.of(process_store, finess, WEEK).values())
    drafts.keep(process_store, finess, WEEK, {f"units:{OTHER}": "41"}, now=NOW, device=mine)
    page = form.run()
    drafts.keep(process_store, finess, WEEK, {f"units:{OTHER}": "42"}, now=NOW, device=mine)
    page = leave(page, VACCINE, "7", monkeypatch)
    assert len(page.text_input) > 1
    assert (field(page, VACCINE).value, field(page, OTHER).value) == ("7", "42")
    assert kept(process_store, finess)[f"units:{OTHER}"] == "42"
    page.run()
    assert kept(process_store, finess)[f"units:{OTHER}"] == "42"


def test_the_hour_of_saving_and_the_deadline_are_said_anew(
    form: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOW + timedelta(minutes=5))
    page = leave(form, VACCINE, "7", monkeypatch)
    assert "brouillon enregistré à 11 h 05" in plain(texts(page))


def test_past_the_deadline_the_next_quantity_says_that_the_week_is_closed(
    form: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, WEEK.closes_at)
    assert "est close" in texts(leave(form, VACCINE, "7", monkeypatch))


def test_a_refusal_above_the_buttons_goes_with_the_next_quantity(
    form: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    field(form, VACCINE).set_value("-3")
    (send,) = [button for button in form.button if button.key == "send"]
    page = send.click().run()
    page = next(button for button in page.button if button.key == "as-is").click().run()
    assert "Rien n'est encore enregistré" in texts(page)
    page = leave(page, VACCINE, "3", monkeypatch)
    assert "Rien n'est encore enregistré" not in texts(page)
    assert len(page.text_input) > 1


def test_a_family_that_goes_on_behind_the_other_products_is_counted_in_one_way(
    process_store: Store, finess: str, enter: Enter
) -> None:
    campaign = campaign_of(process_store, NOW.date())
    assert campaign is not None
    for number in range(6):
        cip13 = f"29990000009{number}0"
        put(process_store, "product", {"cip13": cip13, "pack_size": 10})
        row = {"campaign_id": campaign.campaign_id, "cip13": cip13, "position": 20 + number}
        put(process_store, "campaign_product", row)
    enter("pharmacist")
    page = open_page("declare.py")
    assert not page.exception
    assert len(page.radio) == 1
    page.radio[0].set_value("boîtes")
    field(page, "2999000000950").set_value("2")
    field(page, "2999000000012").set_value("3")
    page.run()
    next(button for button in page.button if button.key == "send").click().run()
    receipt = declarations.current(process_store, finess, WEEK)
    assert receipt is not None
    assert {line.cip13: line.boxes for line in receipt.lines} == {"2999000000950": 2, "2999000000012": 3}
