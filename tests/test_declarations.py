"""A declaration is written once whatever the clicks, and read back as it was sent."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dp_ruptures import declarations
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import NOT_STOCKED, QUANTITY, Declaration, Line
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy

WEEK = parse_week("2026-W47")
TEST, VACCINE = "2999000000012", "3400930306000"
LINES = (Line(TEST, QUANTITY, units=100, boxes=4), Line(VACCINE, NOT_STOCKED))


@pytest.fixture
def sent(store: Store) -> Declaration:
    return Declaration(add_pharmacy(store, "01000230"), WEEK, LINES, author="pharmacie", channel="form")


def test_the_receipt_is_what_the_store_holds(store: Store, sent: Declaration, now: datetime) -> None:
    receipt = declarations.declare(store, sent, now)
    assert receipt == declarations.current(store, sent.finess, WEEK)
    assert set(receipt.lines) == set(LINES)
    assert receipt.received_at == now
    assert len(receipt.number) == 14


def test_case_40_sending_twice_is_one_declaration(store: Store, sent: Declaration, now: datetime) -> None:
    first = declarations.declare(store, sent, now)
    again = declarations.declare(store, sent, now + timedelta(minutes=1))
    assert again == first
    assert len(declarations.history(store, sent.finess)) == 1


def test_case_40_eight_clicks_at_once_are_one_declaration(process_store: Store, now: datetime) -> None:
    finess = add_pharmacy(process_store, "01000230")
    sent = Declaration(finess, WEEK, LINES, author="pharmacie", channel="form")
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: declarations.declare(process_store, sent, now), range(8)))
    assert len({receipt.receipt_id for receipt in receipts}) == 1
    (row,) = declarations.history(process_store, finess)
    assert row["line_count"] == len(receipts[0].lines) == 2


def test_case_34_a_second_declaration_replaces_the_first_and_keeps_it(
    store: Store, sent: Declaration, now: datetime
) -> None:
    first = declarations.declare(store, sent, now)
    corrected = replace(sent, lines=(Line(TEST, QUANTITY, units=0),))
    second = declarations.declare(store, corrected, now)
    assert second.lines == corrected.lines
    assert second.receipt_id != first.receipt_id
    assert [row["replaced"] for row in declarations.history(store, sent.finess)] == [False, True]


def test_case_40_a_declaration_that_the_sender_has_not_seen_is_kept(
    store: Store, sent: Declaration, now: datetime
) -> None:
    first = declarations.declare(store, sent, now, over=[])
    other = replace(sent, lines=(Line(TEST, QUANTITY, units=0),))
    with pytest.raises(declarations.Overtaken) as caught:
        declarations.declare(store, other, now, over=[])
    assert caught.value.receipt == first
    assert declarations.current(store, sent.finess, WEEK) == first
    assert declarations.declare(store, sent, now, over=[]) == first
    assert declarations.declare(store, other, now, over=[first.receipt_id]).lines == other.lines


def test_counting_the_same_units_otherwise_is_the_same_declaration(
    store: Store, sent: Declaration, now: datetime
) -> None:
    first = declarations.declare(store, sent, now)
    plain = tuple(replace(line, boxes=None) for line in LINES)
    assert declarations.declare(store, replace(sent, lines=plain), now) == first


def test_the_lines_of_a_replaced_declaration_stay(store: Store, sent: Declaration, now: datetime) -> None:
    declarations.declare(store, sent, now)
    declarations.declare(store, replace(sent, lines=(Line(TEST, QUANTITY, units=0),)), now)
    last, first = declarations.history(store, sent.finess)
    assert declarations.lines_of(store, last["declaration_id"]) == (Line(TEST, QUANTITY, units=0),)
    assert set(declarations.lines_of(store, first["declaration_id"])) == set(LINES)


def test_an_empty_form_of_a_closed_week_is_told_that_it_is_closed(
    store: Store, sent: Declaration, now: datetime
) -> None:
    with pytest.raises(Refused, match="est close"):
        declarations.declare(store, replace(sent, week=WEEK.shift(-1), lines=()), now)


def test_going_back_to_the_first_content_counts_again(store: Store, sent: Declaration, now: datetime) -> None:
    for lines in (LINES, (Line(TEST, QUANTITY, units=1),), LINES):
        last = declarations.declare(store, replace(sent, lines=lines), now)
    assert set(last.lines) == set(LINES)
    assert last.sequence == 2


@pytest.mark.parametrize(
    ("week", "why"), [(WEEK.shift(1), "n'a pas commencé"), (WEEK.shift(-1), "est close")]
)
def test_case_37_only_the_open_week_is_declared(
    store: Store, sent: Declaration, now: datetime, week: object, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        declarations.declare(store, replace(sent, week=week), now)  # type: ignore[arg-type]
    assert declarations.history(store, sent.finess) == []


def test_case_36_the_week_closes_on_sunday_midnight_in_paris(store: Store, sent: Declaration) -> None:
    late = WEEK.closes_at - timedelta(seconds=1)
    assert declarations.declare(store, sent, late).received_at == late
    with pytest.raises(Refused, match="est close"):
        declarations.declare(store, sent, WEEK.closes_at)


def test_case_32_a_closed_pharmacy_no_longer_declares(store: Store, sent: Declaration, now: datetime) -> None:
    closed = add_pharmacy(store, "01000231", closed_on=date(2026, 11, 18))
    with pytest.raises(Refused, match="fermée"):
        declarations.declare(store, replace(sent, finess=closed), now)


def test_case_28_an_unknown_pharmacy_is_refused(store: Store, sent: Declaration, now: datetime) -> None:
    with pytest.raises(Refused, match="aucune officine du référentiel"):
        declarations.declare(store, replace(sent, finess="010002343"), now)


def test_nothing_filled_in_is_not_a_declaration(store: Store, sent: Declaration, now: datetime) -> None:
    with pytest.raises(Refused, match="Rien n'est renseigné"):
        declarations.declare(store, replace(sent, lines=()), now)


def test_out_of_season_nothing_is_declared(store: Store, sent: Declaration) -> None:
    summer = datetime.fromisoformat("2027-07-07T10:00:00+02:00")
    with pytest.raises(Refused, match="campagne"):
        declarations.declare(store, replace(sent, week=parse_week("2027-W27")), summer)
