"""The weekly form: last week confirmed, blank lines settled once, what is typed kept on the server."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dp_ruptures import declaration_draft, declarations, drafts
from dp_ruptures.draft_fields import as_fields, stored
from dp_ruptures.drafts import Kept, Seen
from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.pages.conftest import open_page, texts
from tests.pages.test_declare import at, field, plain, send

WEEK = parse_week("2026-W47")
VACCINE, OTHER, BOXED = "3400930306000", "3400930296165", "2999000000012"
Enter = Callable[[str], None]


@pytest.fixture
def last_week(process_store: Store, finess: str) -> None:
    """A week ago the pharmacy declared 41 doses, and one product it does not stock."""
    last = WEEK.shift(-1)
    lines = (Line(VACCINE, QUANTITY, units=41), Line(OTHER, NOT_STOCKED))
    sent = Declaration(finess, last, lines, author="a", channel="form")
    declarations.declare(process_store, sent, last.opens_at)


def press(page: AppTest, key: str) -> AppTest:
    (button,) = [button for button in page.button if button.key == key]
    return button.click().run()


def keys(page: AppTest) -> set[str]:
    return {button.key for button in page.button}


def declared(store: Store, finess: str) -> set[Line]:
    receipt = declarations.current(store, finess, WEEK)
    return set(receipt.lines) if receipt else set()


def kept(store: Store, finess: str) -> dict[str, str]:
    return {name: one.text for name, one in drafts.of(store, finess, WEEK).items()}


@pytest.mark.usefixtures("last_week")
def test_nothing_changed_is_one_action_and_is_recorded_as_unchanged(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    press(open_page("declare.py"), "same")
    assert declared(process_store, finess) == {
        Line(VACCINE, QUANTITY, units=41, unchanged=True),
        Line(OTHER, NOT_STOCKED, unchanged=True),
    }


@pytest.mark.usefixtures("last_week")
def test_the_rest_is_unchanged_keeps_what_was_typed(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("12")
    press(page, "same")
    assert declared(process_store, finess) == {
        Line(VACCINE, QUANTITY, units=12),
        Line(OTHER, NOT_STOCKED, unchanged=True),
    }


@pytest.mark.usefixtures("last_week")
def test_nothing_changed_fills_a_line_emptied_since_it_was_declared(
    process_store: Store, finess: str, enter: Enter
) -> None:
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=12),), author="a", channel="form")
    declarations.declare(process_store, sent, NOW)
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("")
    field(page, OTHER).set_value("3")
    press(page, "same")
    assert declared(process_store, finess) == {
        Line(VACCINE, QUANTITY, units=41, unchanged=True),
        Line(OTHER, QUANTITY, units=3),
    }


@pytest.mark.usefixtures("last_week")
def test_nothing_changed_says_why_when_every_line_is_filled(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("12")
    field(page, OTHER).set_value("3")
    press(page, "same")
    assert "Rien à reprendre de la semaine dernière" in texts(page)
    assert declared(process_store, finess) == set()


@pytest.mark.usefixtures("last_week")
@pytest.mark.parametrize(("answer", "count"), [("rest", 2), ("as-is", 1)])
def test_blank_lines_are_settled_by_one_of_two_buttons(
    process_store: Store, finess: str, enter: Enter, answer: str, count: int
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("12")
    send(page)
    assert "1 ligne n'est pas remplie" in texts(page)
    assert declared(process_store, finess) == set()
    press(page, answer)
    assert len(declared(process_store, finess)) == count


@pytest.mark.usefixtures("last_week")
def test_a_double_click_answers_no_question(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = send(send(open_page("declare.py")))
    assert {"rest", "as-is"} <= keys(page)
    assert declared(process_store, finess) == set()


@pytest.mark.usefixtures("last_week")
def test_lines_left_blank_on_purpose_are_not_asked_about_again_in_a_correction(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("12")
    send(page)
    press(page, "as-is")
    field(page, VACCINE).set_value("13")
    send(page)
    assert declared(process_store, finess) == {Line(VACCINE, QUANTITY, units=13)}


def test_without_a_last_week_nothing_is_asked_and_nothing_can_be_confirmed(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    assert "same" not in keys(page)
    assert "il n'y a rien à reprendre" in texts(page)
    field(page, VACCINE).set_value("=")
    send(page)
    assert "Rien à confirmer" in texts(page)
    assert declared(process_store, finess) == set()


@pytest.mark.usefixtures("last_week")
def test_one_key_on_a_line_confirms_it(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("=")
    page.run()
    assert kept(process_store, finess)[f"same:{VACCINE}"] == "1"
    assert "inchangé" in texts(page)
    send(page)
    press(page, "as-is")
    assert declared(process_store, finess) == {Line(VACCINE, QUANTITY, units=41, unchanged=True)}


@pytest.mark.parametrize(
    ("typed", "said"), [("", "21 j"), ("10", "10 j"), ("0", "rupture"), ("douze", "—"), ("=", "inchangé")]
)
def test_the_days_beside_a_line_follow_what_is_typed(
    process_store: Store, finess: str, enter: Enter, typed: str, said: str
) -> None:
    # 7 units a week: 1 a day; what is typed is read at that pace.
    for back, units in ((3, 35), (2, 28), (1, 21)):
        week = WEEK.shift(-back)
        sent = Declaration(finess, week, (Line(VACCINE, QUANTITY, units=units),), author="a", channel="form")
        declarations.declare(process_store, sent, week.opens_at)
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value(typed)
    page.run()
    (beside,) = [text.value for text in page.markdown if text.value.startswith("21\u2007")]
    assert beside.replace("\u00a0", " ").split("\u2007")[-1] == said


def test_a_rupture_is_said_on_its_line_with_what_is_offered_at_the_receipt(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    assert "sa déclaration vous est proposée" not in texts(page)
    field(page, VACCINE).set_value("0")
    page.run()
    assert "rupture" in [text.value.strip("\u2007") for text in page.markdown]
    assert "sa déclaration vous est proposée avec le récépissé" in texts(page)
    send(page)
    assert "sa déclaration vous est proposée" not in texts(page)
    assert "offer-" + VACCINE in keys(page)


def test_what_is_typed_is_kept_field_by_field_and_found_again(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    assert "chaque saisie est gardée" in texts(page)
    page.radio[0].set_value("boîtes")
    field(page, VACCINE).set_value("41")
    page.run()
    assert "brouillon enregistré à 11 h 00" in plain(page)
    assert kept(process_store, finess) == {f"units:{VACCINE}": "41", "count:tests": "boîtes"}
    reloaded = open_page("declare.py")
    assert field(reloaded, VACCINE).value == "41"
    assert reloaded.radio[0].value == "boîtes"


def test_a_field_emptied_again_stays_empty_in_the_draft(
    process_store: Store, finess: str, enter: Enter
) -> None:
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=41),), author="a", channel="form")
    declarations.declare(process_store, sent, NOW)
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("")
    page.run()
    assert field(open_page("declare.py"), VACCINE).value == ""


def test_a_declaration_clears_its_draft(process_store: Store, finess: str, enter: Enter) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("41")
    send(page)
    assert kept(process_store, finess) == {}
    assert field(open_page("declare.py"), VACCINE).value == "41"


def elsewhere(store: Store, finess: str, fields: dict[str, str], now: datetime = NOW) -> None:
    """Another device types."""
    drafts.keep(store, finess, WEEK, fields, now=now, device="other")


def test_a_field_typed_on_another_device_is_shown_and_said(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, OTHER).set_value("7")
    elsewhere(process_store, finess, {f"units:{VACCINE}": "52"})
    page.run()
    assert (field(page, VACCINE).value, field(page, OTHER).value) == ("52", "7")
    assert "Quantité saisie sur un autre appareil à 11 h 00" in plain(page)
    field(page, VACCINE).set_value("53")
    page.run()
    assert "autre appareil" not in texts(page)
    assert kept(process_store, finess)[f"units:{VACCINE}"] == "53"


def test_the_later_of_two_devices_wins_on_the_same_field(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    elsewhere(process_store, finess, {f"units:{VACCINE}": "52"})
    field(page, VACCINE).set_value("41")
    page.run()
    assert kept(process_store, finess)[f"units:{VACCINE}"] == "41"
    assert field(page, VACCINE).value == "41"


def test_what_is_sent_is_what_was_on_the_screen_and_the_other_device_loses_nothing(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("41")
    elsewhere(process_store, finess, {f"units:{OTHER}": "9"})
    send(page)
    assert declared(process_store, finess) == {Line(VACCINE, QUANTITY, units=41)}
    assert field(page, OTHER).value == "9"
    assert "Quantité saisie sur un autre appareil" in texts(page)


def declared_elsewhere(store: Store, finess: str) -> None:
    """Two quantities are typed; then the software of the pharmacy declares, and clears no draft."""
    typed = {f"units:{VACCINE}": "52", f"units:{OTHER}": "9"}
    drafts.keep(store, finess, WEEK, typed, now=NOW - timedelta(hours=1), device="other")
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=41),), author="a", channel="api")
    declarations.declare(store, sent, NOW - timedelta(minutes=1), draft_seen=Seen(0, ""))


def test_what_was_typed_before_a_declaration_from_elsewhere_is_asked_about_and_taken_back(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declared_elsewhere(process_store, finess)
    enter("pharmacist")
    page = open_page("declare.py")
    assert (field(page, VACCINE).value, field(page, OTHER).value) == ("41", "")
    assert "2 quantités saisies et non envoyées" in plain(page)
    assert "autre appareil" not in texts(page)
    press(page, "take-back")
    assert (field(page, VACCINE).value, field(page, OTHER).value) == ("52", "9")
    assert "non envoyées" not in texts(page)


def test_what_was_typed_before_a_declaration_from_elsewhere_can_be_forgotten(
    process_store: Store, finess: str, enter: Enter
) -> None:
    declared_elsewhere(process_store, finess)
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, OTHER).set_value("7")
    page.run()
    press(page, "forget")
    assert "non envoyée" not in texts(page)
    assert (field(page, VACCINE).value, field(page, OTHER).value) == ("41", "7")
    assert kept(process_store, finess) == {f"units:{OTHER}": "7"}


def test_a_file_or_a_scan_of_the_same_device_fills_the_form_without_a_word(
    process_store: Store, finess: str, enter: Enter
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    own = declaration_draft.device()
    drafts.keep(process_store, finess, WEEK, {f"units:{VACCINE}": "8"}, now=NOW, device=own)
    page.run()
    assert field(page, VACCINE).value == "8"
    assert "autre appareil" not in texts(page)


def test_what_is_typed_after_midnight_goes_into_the_new_week_s_draft(
    process_store: Store, finess: str, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter("pharmacist")
    page = open_page("declare.py")
    field(page, VACCINE).set_value("41")
    at(monkeypatch, WEEK.shift(1).opens_at)
    send(page)
    press(page, "next-week")
    assert drafts.of(process_store, finess, WEEK.shift(1))[f"units:{VACCINE}"].text == "41"


def rows(*several: tuple[str, str]) -> dict[str, Kept]:
    return {name: Kept(text, NOW, "x", number) for number, (name, text) in enumerate(several, start=1)}


@pytest.mark.parametrize(
    ("saved", "shown"),
    [
        (rows(("units:a", "12")), "12"),
        (rows(("units:a", ""), ("same:a", "1")), "="),
        (rows(("units:a", ""), ("absent:a", "1")), "NR"),
        (rows(("same:a", "1"), ("units:a", "7")), "7"),
        (rows(("units:a", "7"), ("same:a", "1")), "="),
        (rows(("units:a", "12"), ("same:a", ""), ("absent:a", "")), "12"),
        (rows(("units:a", "")), ""),
    ],
)
def test_three_saved_fields_make_one_text_and_the_last_said_wins(saved: dict[str, Kept], shown: str) -> None:
    assert as_fields(saved)["units:a"].text == shown


@pytest.mark.parametrize("text", ["12", "=", "NR", "", "12,5"])
def test_what_is_stored_is_shown_again_whatever_was_stored_before(text: str) -> None:
    for before in ("3", "=", "NR", ""):
        saved = rows(*stored("units:a", before, {}).items())
        after = stored("units:a", text, saved)
        merged = saved | {name: Kept(content, NOW, "x", 99) for name, content in after.items()}
        assert as_fields(merged)["units:a"].text == text


def test_a_count_that_no_form_knows_is_left_aside() -> None:
    assert as_fields(rows(("count:tests", "palettes"))) == {}
