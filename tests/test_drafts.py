"""What is typed and not sent yet: appended, the later wins per field, gone once declared."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from dp_ruptures import declarations, drafts
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy

WEEK = parse_week("2026-W47")
VACCINE = "3400930306000"
UNITS = f"units:{VACCINE}"


def kept_texts(store: Store, finess: str) -> dict[str, str]:
    return {field: kept.text for field, kept in drafts.of(store, finess, WEEK).items()}


def test_the_later_of_two_devices_wins_field_by_field(empty_store: Store, now: datetime) -> None:
    drafts.keep(empty_store, "A", WEEK, {UNITS: "12", "count:tests": "tests"}, now=now, device="counter")
    later = now + timedelta(minutes=2)
    said = drafts.keep(empty_store, "A", WEEK, {UNITS: "13"}, now=later, device="office")
    kept = drafts.of(empty_store, "A", WEEK)
    assert said == later
    assert (kept[UNITS].text, kept[UNITS].saved_at, kept[UNITS].device) == ("13", later, "office")
    assert (kept["count:tests"].text, kept["count:tests"].device) == ("tests", "counter")


def test_the_order_of_saving_decides_even_when_the_clock_stands_still(
    empty_store: Store, now: datetime
) -> None:
    for text in ("1", "12", "", "7"):
        drafts.keep(empty_store, "A", WEEK, {UNITS: text}, now=now, device="counter")
    assert kept_texts(empty_store, "A") == {UNITS: "7"}


def test_a_draft_belongs_to_one_pharmacy_and_one_week(empty_store: Store, now: datetime) -> None:
    drafts.keep(empty_store, "A", WEEK, {UNITS: "12"}, now=now, device="counter")
    assert drafts.of(empty_store, "B", WEEK) == {}
    assert drafts.of(empty_store, "A", WEEK.shift(1)) == {}


def test_what_a_device_left_is_known_whatever_others_saved_since(empty_store: Store, now: datetime) -> None:
    drafts.keep(empty_store, "A", WEEK, {UNITS: "12"}, now=now, device="counter")
    drafts.keep(empty_store, "A", WEEK, {UNITS: "13"}, now=now, device="office")
    assert drafts.as_left_by(empty_store, "A", WEEK, "counter")[UNITS].text == "12"


def test_a_declaration_clears_the_draft_of_its_week_only(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000230")
    for week in (WEEK, WEEK.shift(-1)):
        drafts.keep(store, finess, week, {UNITS: "12"}, now=now, device="counter")
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=12),), author="a", channel="form")
    declarations.declare(store, sent, now)
    assert drafts.of(store, finess, WEEK) == {}
    assert drafts.of(store, finess, WEEK.shift(-1)) != {}


def test_what_another_device_saved_unseen_stays_after_the_declaration(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000230")
    drafts.keep(store, finess, WEEK, {UNITS: "12"}, now=now, device="office")
    seen = max(kept.number for kept in drafts.of(store, finess, WEEK).values())
    drafts.keep(store, finess, WEEK, {"units:x": "3"}, now=now, device="office")
    drafts.keep(store, finess, WEEK, {UNITS: "13"}, now=now, device="counter")
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=13),), author="a", channel="form")
    declarations.declare(store, sent, now, draft_seen=drafts.Seen(seen, "counter"))
    assert kept_texts(store, finess) == {"units:x": "3"}


def test_the_same_declaration_sent_again_clears_the_draft_too(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000230")
    sent = Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=12),), author="a", channel="form")
    declarations.declare(store, sent, now)
    drafts.keep(store, finess, WEEK, {UNITS: "012"}, now=now, device="counter")
    declarations.declare(store, replace(sent, channel="api"), now)
    assert drafts.of(store, finess, WEEK) == {}


def test_drafts_of_weeks_that_are_over_are_forgotten(empty_store: Store, now: datetime) -> None:
    for week in (WEEK, WEEK.shift(-1)):
        drafts.keep(empty_store, "A", week, {UNITS: "12"}, now=now, device="counter")
    drafts.forget_before(empty_store, WEEK)
    assert drafts.of(empty_store, "A", WEEK.shift(-1)) == {}
    assert drafts.of(empty_store, "A", WEEK) != {}


def test_an_endless_text_is_cut_and_no_field_writes_nothing(empty_store: Store, now: datetime) -> None:
    drafts.keep(empty_store, "A", WEEK, {}, now=now, device="counter")
    assert drafts.of(empty_store, "A", WEEK) == {}
    drafts.keep(empty_store, "A", WEEK, {UNITS: "1" * 5000}, now=now, device="counter")
    assert len(kept_texts(empty_store, "A")[UNITS]) == drafts.LONGEST_TEXT


def test_two_devices_typing_at_once_lose_nothing(process_store: Store, now: datetime) -> None:
    def type_on(device: str) -> None:
        for count in range(25):
            fields = {UNITS: str(count), f"units:{device}": str(count)}
            drafts.keep(process_store, "A", WEEK, fields, now=now, device=device)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(type_on, "abcd"))
    assert kept_texts(process_store, "A") == {UNITS: "24"} | {f"units:{device}": "24" for device in "abcd"}
