"""What is done to a shortage: appended, each act once whatever the clicks, read back from the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from dp_ruptures import pharmacies, shortages
from dp_ruptures.declarations import check_business
from dp_ruptures.errors import Refused
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.day import DayError
from dp_ruptures.rules.shortage import Act, Facts
from dp_ruptures.rules.shortage_entry import read_expected, read_redelivery, tidy
from dp_ruptures.shortages import Shortage
from dp_ruptures.store import Store, Transaction, in_transaction

# shortage_id, step, act, author, instant.
DatedAct = tuple[str, int, Act, str, datetime]
_GONE = "Cette rupture n'est pas ouverte : rechargez la page pour voir où elle en est."


@dataclass(frozen=True)
class Asked:
    """What was asked of one shortage: CONFIRMED, CLOSED (`day`), ANSWERED (`day`, `words`), WITHDRAWN."""

    shortage: Shortage
    act: str
    day: str = ""
    words: str = ""


def declare(
    store: Store, finess: str, product: tuple[str, str], facts: Facts, *, author: str, now: datetime
) -> Shortage:
    """Declare that `product` (cip13, name) is missing, or update its open shortage; read back.

    The same facts twice on one day are one act; on a later day they confirm. Raises Refused on a pharmacy
    that is closed or unknown.
    """
    cip13, name = product

    def write(transaction: Transaction) -> str:
        check_business(pharmacies.known(transaction, finess), now)
        known = [
            shortage for shortage in shortages.of_pharmacy(transaction, finess) if shortage.cip13 == cip13
        ]
        lasting = next((shortage for shortage in known if shortage.lasts), None)
        if lasting:
            _append(transaction, lasting, replace(lasting.act, kind=rule.UPDATED, facts=facts), author, now)
            return lasting.shortage_id
        opened = rule.shortage_id(finess, cip13, known[0].shortage_id if known else "")
        transaction.execute(
            "shortage_insert", shortage_ids=[opened], finesses=[finess], cip13s=[cip13],
            product_names=[name], instants=[now],
        )  # fmt: skip
        _insert(transaction, (opened, 1, Act(rule.DECLARED, rule.OPEN, facts), author, now))
        return opened

    return _read_back(store, finess, in_transaction(store, write))


def confirm(store: Store, finess: str, shortage_id: str, *, author: str, now: datetime) -> Shortage:
    """« Toujours en rupture ». Raises Refused when the shortage is not open, or another's."""
    return _act_on(
        store, finess, shortage_id, lambda act: replace(act, kind=rule.CONFIRMED), author=author, now=now
    )


def answer(
    store: Store, finess: str, shortage_id: str, text: str, expected_on: date | None,
    *, author: str, now: datetime,
) -> Shortage:  # fmt: skip
    """Note what a distributor, the maker or the Ordre answered, and the day announced if any.

    Raises Refused when both are empty, on a shortage that is not open, or another's.
    """
    if not text and not expected_on:
        raise Refused("Écrivez la réponse reçue, ou la date de livraison annoncée.")
    return _act_on(
        store, finess, shortage_id,
        lambda act: replace(
            act, kind=rule.ANSWERED, state=rule.ANSWERED, answer=text, expected_on=expected_on
        ),
        author=author, now=now,
    )  # fmt: skip


def close(
    store: Store, finess: str, shortage_id: str, redelivered_on: date, *, author: str, now: datetime
) -> Shortage:
    """The product was delivered again: the shortage ends. Raises Refused."""
    return _act_on(
        store, finess, shortage_id,
        lambda act: replace(act, kind=rule.CLOSED, state=rule.CLOSED, redelivered_on=redelivered_on),
        author=author, now=now,
    )  # fmt: skip


def withdraw(store: Store, finess: str, shortage_id: str, *, author: str, now: datetime) -> Shortage:
    """The shortage was declared by mistake: it no longer counts, its history stays. Raises Refused."""
    return _act_on(
        store, finess, shortage_id,
        lambda act: replace(act, kind=rule.WITHDRAWN, state=rule.WITHDRAWN),
        author=author, now=now,
    )  # fmt: skip


def carry_out(store: Store, finess: str, asked: Asked, *, author: str, now: datetime) -> Shortage:
    """Do what a click on one of the pharmacy's shortages asked for. Raises Refused."""
    try:
        if asked.act == rule.CLOSED:
            day = read_redelivery(asked.day, asked.shortage.act.facts.last_supply, now)
            return close(store, finess, asked.shortage.shortage_id, day, author=author, now=now)
        if asked.act == rule.ANSWERED:
            expected = read_expected(asked.day, now)
            return answer(
                store, finess, asked.shortage.shortage_id, tidy(asked.words), expected, author=author, now=now
            )
    except DayError as error:
        raise Refused(str(error)) from None
    act = withdraw if asked.act == rule.WITHDRAWN else confirm
    return act(store, finess, asked.shortage.shortage_id, author=author, now=now)


def purge(transaction: Transaction, before: datetime) -> None:
    """Erase every act older than `before`, then the shortages of which nothing is left.

    Each act carries the whole shortage: one that lasts keeps its state as long as it is confirmed.
    """
    transaction.execute("shortage_purge_events", before=before)
    transaction.execute("shortage_purge")


def _act_on(
    store: Store, finess: str, shortage_id: str, change: Callable[[Act], Act], *, author: str, now: datetime
) -> Shortage:
    def write(transaction: Transaction) -> None:
        found = shortages.find(transaction, finess, shortage_id)
        if found is None:
            raise Refused(_GONE)
        act = change(found.act)
        if not found.lasts:
            if act == found.act:
                return  # The second click on « livré ».
            raise Refused(_GONE)
        _append(transaction, found, act, author, now)

    in_transaction(store, write)
    return _read_back(store, finess, shortage_id)


def _append(transaction: Transaction, shortage: Shortage, act: Act, author: str, now: datetime) -> None:
    new = rule.worth_writing(shortage.act, shortage.last_word_at, act, now)
    if new:
        _insert(transaction, (shortage.shortage_id, shortage.step + 1, new, author, now))


def _insert(transaction: Transaction, event: DatedAct) -> None:
    transaction.execute("shortage_insert_events", **event_columns([event]))


def event_columns(events: Sequence[DatedAct]) -> dict[str, list[Any]]:
    """Parameters of `shortage_insert_events`."""
    acts = [act for _, _, act, _, _ in events]
    return {
        "shortage_ids": [event[0] for event in events],
        "steps": [event[1] for event in events],
        "event_ids": [rule.event_id(event[0], event[1], event[2]) for event in events],
        "kinds": [act.kind for act in acts],
        "states": [act.state for act in acts],
        "instants": [event[4] for event in events],
        "authors": [event[3] for event in events],
        "last_supplies": [act.facts.last_supply for act in acts],
        "distributors": [act.facts.distributors for act in acts],
        "asked_ats": [act.facts.asked_at for act in acts],
        "reasons": [act.facts.reason for act in acts],
        "missing_units": [act.facts.missing for act in acts],
        "answers": [act.answer for act in acts],
        "expected_ons": [act.expected_on for act in acts],
        "redelivered_ons": [act.redelivered_on for act in acts],
    }


def _read_back(store: Store, finess: str, shortage_id: str) -> Shortage:
    written = shortages.find(store, finess, shortage_id)
    if written is None:
        raise Refused("La rupture n'a pas été retrouvée après l'enregistrement : réessayez.")
    return written
