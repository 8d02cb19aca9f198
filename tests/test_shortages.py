"""A shortage's life in the store: each act once, one open per product, nobody else's, erased in time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest

from dp_ruptures import shortage_acts, shortages
from dp_ruptures.errors import Refused
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.shortage_acts import Asked
from dp_ruptures.shortages import Shortage
from dp_ruptures.store import Store, in_transaction
from tests.conftest import NOW, add_pharmacy
from tests.rows import put

VACCINE = ("3400930306000", "Vaxigrip")
OTHER = ("3400935955838", "DOLIPRANE 1000 mg")
FACTS = Facts(date(2026, 11, 5), 2, NOW - timedelta(hours=80), "", 12)
MINE = {"author": "moi", "now": NOW}
LATER = {"author": "moi", "now": NOW + timedelta(days=3)}


@pytest.fixture
def finess(store: Store) -> str:
    return add_pharmacy(store, "01000230")


@pytest.fixture
def stranger(store: Store) -> str:
    return add_pharmacy(store, "01000123")


def declared(store: Store, finess: str, product: tuple[str, str] = VACCINE, facts: Facts = FACTS) -> Shortage:
    return shortage_acts.declare(store, finess, product, facts, **MINE)


def kinds(store: Store, finess: str, shortage: Shortage) -> list[str]:
    return [event.act.kind for event in shortages.history(store, finess, shortage.shortage_id)]


def test_a_declaration_is_read_back_as_it_was_said(store: Store, finess: str) -> None:
    put(store, "presentation", {"cip13": VACCINE[0], "mitm": True})
    shortage = declared(store, finess)
    assert (shortage.act.facts, shortage.act.state, shortage.lasts) == (FACTS, rule.OPEN, True)
    assert (shortage.family, shortage.mitm, shortage.product_name) == ("vaccins", True, "Vaxigrip")
    assert (shortage.opened_at, shortage.last_word_at) == (NOW, NOW)
    (event,) = shortages.history(store, finess, shortage.shortage_id)
    assert (event.author, event.happened_at, event.act) == ("moi", NOW, shortage.act)
    assert [one.cip13 for one in shortages.lasting(store, finess)] == [VACCINE[0]]


def test_a_double_click_is_one_declaration(store: Store, finess: str) -> None:
    assert declared(store, finess) == declared(store, finess)
    assert len(shortages.of_pharmacy(store, finess)) == 1


def test_two_clicks_at_once_are_one_declaration_and_one_act(store: Store, finess: str) -> None:
    gate = Barrier(6)

    def click() -> None:
        gate.wait()
        declared(store, finess)

    threads = [Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (shortage,) = shortages.of_pharmacy(store, finess)
    assert kinds(store, finess, shortage) == [rule.DECLARED]


def test_a_delivery_and_a_confirmation_at_once_leave_the_shortage_ended(store: Store, finess: str) -> None:
    opened = declared(store, finess).shortage_id
    gate = Barrier(2)
    refused: list[Refused] = []

    def confirm() -> None:
        gate.wait()
        try:
            shortage_acts.confirm(store, finess, opened, **LATER)
        except Refused as refusal:
            refused.append(refusal)

    def close() -> None:
        gate.wait()
        shortage_acts.close(store, finess, opened, date(2026, 11, 18), **LATER)

    threads = [Thread(target=confirm), Thread(target=close)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (shortage,) = shortages.of_pharmacy(store, finess)
    assert not shortage.lasts
    acts = kinds(store, finess, shortage)
    assert acts == ([rule.CLOSED, rule.DECLARED] if refused else [rule.CLOSED, rule.CONFIRMED, rule.DECLARED])


def test_declaring_again_updates_the_open_shortage_and_keeps_what_was_said(store: Store, finess: str) -> None:
    first = declared(store, finess)
    second = declared(store, finess, facts=replace(FACTS, missing=40))
    assert second.shortage_id == first.shortage_id
    assert [event.act.facts.missing for event in shortages.history(store, finess, first.shortage_id)] == [
        40,
        12,
    ]
    back = declared(store, finess)
    assert kinds(store, finess, back) == [rule.UPDATED, rule.UPDATED, rule.DECLARED]


def test_the_same_facts_on_a_later_day_confirm(store: Store, finess: str) -> None:
    first = declared(store, finess)
    again = shortage_acts.declare(store, finess, VACCINE, FACTS, **LATER)
    assert kinds(store, finess, again) == [rule.CONFIRMED, rule.DECLARED]
    assert (again.opened_at, again.last_word_at) == (first.opened_at, LATER["now"])


def test_a_confirmation_counts_once_a_day(store: Store, finess: str) -> None:
    shortage = declared(store, finess)
    for hours in (0, 72, 73):
        shortage_acts.confirm(
            store, finess, shortage.shortage_id, author="moi", now=NOW + timedelta(hours=hours)
        )
    assert kinds(store, finess, shortage) == [rule.CONFIRMED, rule.DECLARED]


def test_an_answer_is_kept_through_confirmations_until_delivery_ends_it(store: Store, finess: str) -> None:
    opened = declared(store, finess).shortage_id
    answered = shortage_acts.answer(store, finess, opened, "quota", date(2026, 12, 1), **MINE)
    assert (answered.act.state, answered.act.answer, answered.lasts) == (rule.ANSWERED, "quota", True)
    confirmed = shortage_acts.confirm(store, finess, opened, **LATER)
    assert (confirmed.act.kind, confirmed.act.state) == (rule.CONFIRMED, rule.ANSWERED)
    closed = shortage_acts.close(store, finess, opened, date(2026, 11, 21), **LATER)
    assert (closed.act.state, closed.act.redelivered_on) == (rule.CLOSED, date(2026, 11, 21))
    assert shortages.lasting(store, finess) == []
    assert kinds(store, finess, closed) == [rule.CLOSED, rule.CONFIRMED, rule.ANSWERED, rule.DECLARED]


def test_an_empty_answer_is_refused(store: Store, finess: str) -> None:
    with pytest.raises(Refused, match="réponse reçue"):
        shortage_acts.answer(store, finess, declared(store, finess).shortage_id, "", None, **MINE)


def test_a_product_missing_again_after_its_delivery_is_a_new_shortage(store: Store, finess: str) -> None:
    first = declared(store, finess)
    shortage_acts.close(store, finess, first.shortage_id, date(2026, 11, 18), **MINE)
    second = declared(store, finess)
    assert second.shortage_id != first.shortage_id
    assert [one.lasts for one in shortages.of_pharmacy(store, finess)].count(True) == 1


def test_an_ended_shortage_takes_no_more_acts(store: Store, finess: str) -> None:
    opened = declared(store, finess).shortage_id
    day = date(2026, 11, 18)
    shortage_acts.close(store, finess, opened, day, **MINE)
    assert shortage_acts.close(store, finess, opened, day, **MINE).act.state == rule.CLOSED
    acts: list[Callable[[], Shortage]] = [
        lambda: shortage_acts.confirm(store, finess, opened, **LATER),
        lambda: shortage_acts.withdraw(store, finess, opened, **LATER),
        lambda: shortage_acts.answer(store, finess, opened, "quota", None, **LATER),
        lambda: shortage_acts.close(store, finess, opened, date(2026, 11, 17), **LATER),
    ]
    for act in acts:
        with pytest.raises(Refused, match="n'est pas ouverte"):
            act()
    assert len(shortages.history(store, finess, opened)) == 2


def test_a_shortage_withdrawn_no_longer_counts_and_keeps_its_history(store: Store, finess: str) -> None:
    shortage = declared(store, finess)
    withdrawn = shortage_acts.withdraw(store, finess, shortage.shortage_id, **MINE)
    assert not withdrawn.lasts
    assert kinds(store, finess, withdrawn) == [rule.WITHDRAWN, rule.DECLARED]


@pytest.mark.parametrize("act", [rule.CONFIRMED, rule.CLOSED, rule.ANSWERED, rule.WITHDRAWN])
def test_another_pharmacy_s_shortage_can_be_neither_read_nor_touched(
    store: Store, finess: str, stranger: str, act: str
) -> None:
    theirs = declared(store, stranger)
    declared(store, finess)
    assert shortages.find(store, finess, theirs.shortage_id) is None
    assert shortages.history(store, finess, theirs.shortage_id) == []
    with pytest.raises(Refused, match="n'est pas ouverte"):
        shortage_acts.carry_out(
            store, finess, Asked(theirs, act, "18/11/2026" if act == rule.CLOSED else "", "oui"), **LATER
        )
    assert shortages.find(store, stranger, theirs.shortage_id) == theirs


def test_what_a_click_asks_for_is_done_or_refused_in_words(store: Store, finess: str) -> None:
    shortage = declared(store, finess)
    with pytest.raises(Refused, match="date de livraison"):
        shortage_acts.carry_out(store, finess, Asked(shortage, rule.CLOSED, ""), **MINE)
    with pytest.raises(Refused, match="passée"):
        shortage_acts.carry_out(store, finess, Asked(shortage, rule.ANSWERED, "01/11/2026", "quota"), **MINE)
    done = shortage_acts.carry_out(store, finess, Asked(shortage, rule.CLOSED, "18/11"), **MINE)
    assert done.act.redelivered_on == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("columns", "said"),
    [({"closed_on": date(2026, 11, 18)}, "fermée"), ({"opened_on": date(2026, 12, 1)}, "fermée")],
)
def test_a_closed_pharmacy_declares_no_shortage(store: Store, columns: dict[str, date], said: str) -> None:
    with pytest.raises(Refused, match=said):
        declared(store, add_pharmacy(store, "01000255", **columns))
    with pytest.raises(Refused, match="référentiel"):
        declared(store, "010009999")


def test_only_shortages_that_last_are_asked_about_the_longest_silence_first(
    store: Store, finess: str
) -> None:
    old = declared(store, finess)
    shortage_acts.declare(store, finess, OTHER, FACTS, author="moi", now=NOW - timedelta(days=2))
    ended = shortage_acts.declare(store, finess, ("3400930296165", "Influvac"), FACTS, **MINE)
    shortage_acts.close(store, finess, ended.shortage_id, date(2026, 11, 18), **MINE)
    later = NOW + timedelta(days=7, hours=1)
    due = shortages.to_confirm(shortages.of_pharmacy(store, finess), later)
    assert [shortage.cip13 for shortage in due] == [OTHER[0], VACCINE[0]]
    shortage_acts.confirm(store, finess, old.shortage_id, author="moi", now=later)
    due = shortages.to_confirm(shortages.of_pharmacy(store, finess), later)
    assert [shortage.cip13 for shortage in due] == [OTHER[0]]


def test_reminders_go_to_pharmacies_in_business_only(store: Store, finess: str, stranger: str) -> None:
    mine = declared(store, finess)
    declared(store, stranger)
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET closed_on = DATE '2026-11-20' WHERE finess = ?", [stranger])
    assert shortages.reminders(store, NOW + timedelta(days=7)) == []
    (row,) = shortages.reminders(store, NOW + timedelta(days=8))
    assert (row["shortage_id"], row["finess"], row["last_word_at"]) == (mine.shortage_id, finess, NOW)
    shortage_acts.confirm(store, finess, mine.shortage_id, author="moi", now=NOW + timedelta(days=8))
    assert shortages.reminders(store, NOW + timedelta(days=9)) == []


def test_the_purge_erases_old_acts_and_keeps_what_still_lasts(store: Store, finess: str) -> None:
    silent = declared(store, finess)
    lasting = declared(store, finess, OTHER)
    spring = datetime(2027, 4, 1, 8, 0, tzinfo=UTC)
    shortage_acts.confirm(store, finess, lasting.shortage_id, author="moi", now=spring)
    in_transaction(
        store, lambda transaction: shortage_acts.purge(transaction, datetime(2027, 3, 1, tzinfo=UTC))
    )
    assert shortages.history(store, finess, silent.shortage_id) == []
    (left,) = shortages.of_pharmacy(store, finess)
    assert (left.shortage_id, left.act.facts, left.lasts) == (lasting.shortage_id, FACTS, True)
    assert kinds(store, finess, left) == [rule.CONFIRMED]
    shortage_acts.close(store, finess, left.shortage_id, date(2027, 4, 1), author="moi", now=spring)
    assert declared(store, finess).shortage_id == silent.shortage_id, "erased whole, it starts again"
