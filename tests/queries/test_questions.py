"""Questions are kept with the declaration, and « c'est exact » beside them."""

from dataclasses import replace
from datetime import datetime

import pytest

from dp_ruptures import declarations, questions
from dp_ruptures.campaign import Campaign, campaign_of
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.warning import FLAT, PACK, Asked, Before, Move, Question
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.rows import declare

WEEK = parse_week("2026-W47")
VACCINE, OTHER = "3400930306000", "3400930296165"
ASKED = Question(VACCINE, PACK, "10 × la semaine dernière : boîtes ou doses ?", 90, 9)


@pytest.fixture
def finess(store: Store) -> str:
    return add_pharmacy(store, "01000230")


@pytest.fixture
def campaign(store: Store) -> Campaign:
    found = campaign_of(store, WEEK.monday)
    assert found is not None
    return found


def sent(finess: str, units: int = 90) -> Declaration:
    return Declaration(finess, WEEK, (Line(VACCINE, QUANTITY, units=units),), author="a", channel="form")


def kept(store: Store, finess: str, receipt: declarations.Receipt) -> tuple[Asked, ...]:
    return questions.of_receipt(store, finess, WEEK, receipt.receipt_id)


def test_a_declaration_keeps_what_it_was_asked(store: Store, finess: str, now: datetime) -> None:
    receipt = declarations.declare(store, sent(finess), now, asked=[Asked(ASKED)])
    assert kept(store, finess, receipt) == (Asked(ASKED, confirmed=False),)


def test_one_tap_confirms_once_and_for_good(store: Store, finess: str, now: datetime) -> None:
    receipt = declarations.declare(store, sent(finess), now, asked=[Asked(ASKED)])
    questions.confirm(store, finess, receipt.receipt_id, VACCINE, now)
    questions.confirm(store, finess, receipt.receipt_id, VACCINE, now)
    assert kept(store, finess, receipt) == (Asked(ASKED, confirmed=True),)
    declarations.declare(store, sent(finess), now, asked=[Asked(ASKED)])
    assert kept(store, finess, receipt) == (Asked(ASKED, confirmed=True),)


def test_sending_the_same_again_confirmed_keeps_the_confirmation(
    store: Store, finess: str, now: datetime
) -> None:
    receipt = declarations.declare(store, sent(finess), now, asked=[Asked(ASKED)])
    again = declarations.declare(store, sent(finess), now, asked=[Asked(ASKED, confirmed=True)])
    assert again == receipt
    assert kept(store, finess, receipt) == (Asked(ASKED, confirmed=True),)


def test_nobody_confirms_for_another_pharmacy(store: Store, finess: str, now: datetime) -> None:
    receipt = declarations.declare(store, sent(finess), now, asked=[Asked(ASKED)])
    questions.confirm(store, add_pharmacy(store, "01000231"), receipt.receipt_id, VACCINE, now)
    assert kept(store, finess, receipt) == (Asked(ASKED, confirmed=False),)


def test_a_refused_declaration_keeps_no_question(store: Store, finess: str, now: datetime) -> None:
    with pytest.raises(declarations.Refused):
        declarations.declare(store, replace(sent(finess), lines=()), now, asked=[Asked(ASKED)])
    assert questions.background(store, finess, WEEK, now).confirmed == frozenset()
    assert store.query("question_history", finess=finess, first=WEEK.monday, last=WEEK.monday) == []


def test_a_figure_confirmed_this_week_is_not_to_be_confirmed_again(
    store: Store, finess: str, campaign: Campaign, now: datetime
) -> None:
    declare(store, 900, finess, WEEK.shift(-1).monday, {VACCINE: 9})
    lines = (Line(VACCINE, QUANTITY, units=90),)
    known = questions.background(store, finess, WEEK, now)
    (first,) = questions.about(lines, campaign, known)
    assert first == Asked(ASKED, confirmed=False)
    declarations.declare(store, sent(finess), now, asked=[replace(first, confirmed=True)])
    correction = (*lines, Line(OTHER, QUANTITY, units=5))
    known = questions.background(store, finess, WEEK, now)
    assert questions.about(correction, campaign, known) == (Asked(ASKED, confirmed=True),)
    (other,) = questions.about([Line(VACCINE, QUANTITY, units=45)], campaign, known)
    assert not other.confirmed


def test_the_background_is_the_pharmacy_s_own_last_week(store: Store, finess: str, now: datetime) -> None:
    other = add_pharmacy(store, "01000231")
    for number, back in enumerate((1, 2, 4), 1):
        declare(store, number, finess, WEEK.shift(-back).monday, {VACCINE: 40, OTHER: 10 * back})
        declare(store, 100 + number, other, WEEK.shift(-back).monday, {VACCINE: 999})
    declare(store, 50, finess, WEEK.monday, {VACCINE: 7})
    known = questions.background(store, finess, WEEK, now)
    assert known.before == {VACCINE: Before(40, weeks=2), OTHER: Before(10, weeks=1)}
    assert known.peers == {}


def test_a_run_of_flat_weeks_is_asked_about_once(
    store: Store, finess: str, campaign: Campaign, now: datetime
) -> None:
    last = WEEK.shift(-1)
    for number, back in enumerate((3, 2), 900):
        declare(store, number, finess, WEEK.shift(-back).monday, {VACCINE: 40})
    line = Line(VACCINE, QUANTITY, units=40)
    known = replace(questions.background(store, finess, last, now), peers={VACCINE: Move(mad=0.2)})
    (flat,) = questions.about([line], campaign, known)
    assert flat.question.code == FLAT
    declarations.declare(
        store, Declaration(finess, last, (line,), author="a", channel="form"), last.opens_at, asked=[flat]
    )
    known = replace(questions.background(store, finess, WEEK, now), peers={VACCINE: Move(mad=0.2)})
    assert known.before[VACCINE] == Before(40, weeks=3, flat_asked=True)
    assert questions.about([line], campaign, known) == ()
