"""What a declaration is asked about, and the « c'est exact » that is kept for the analyst.

A declaration is written whatever is asked of it: a question beside a figure that is safe in the
store costs nobody their typing. Unanswered, it stays under the receipt, where one tap answers it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dp_ruptures import peers, supply
from dp_ruptures.campaign import Campaign
from dp_ruptures.rules.declaration import QUANTITY, Line
from dp_ruptures.rules.supply import WEEKS
from dp_ruptures.rules.warning import FLAT, Asked, Before, Move, Question, questions
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store, Transaction, in_transaction


@dataclass(frozen=True)
class Background:
    """What a declaration of one pharmacy's week is compared with.

    `confirmed`: the figures (cip13, units) that it has already confirmed for that week.
    """

    before: dict[str, Before]
    peers: dict[str, Move]
    confirmed: frozenset[tuple[str, int]]


def background(
    store: Store, finess: str, week: Week, now: datetime, counts: list[Row] | None = None
) -> Background:
    """Read what `about` needs (10 ms of CPU on a national season): once for a page, not once a field.

    `counts`: what `supply.counts` returned for `week`, where the page has it already.
    """
    asked = _history(store, finess, week)
    return Background(
        _before(supply.counts(store, finess, week) if counts is None else counts, asked, week),
        peers.moves(store, week, now),
        frozenset((row["cip13"], row["units"]) for row in asked if row["week"] == week and row["confirmed"]),
    )


def about(lines: Iterable[Line], campaign: Campaign, known: Background) -> tuple[Asked, ...]:
    """At most two questions about these lines, the strongest first; confirmed if they were this week."""
    products = {product.cip13: product for product in campaign.products}
    return tuple(
        Asked(question, confirmed=(question.cip13, question.units) in known.confirmed)
        for question in questions(lines, products, known.before, known.peers)
    )


def keep(transaction: Transaction, receipt_id: str, asked: Iterable[Asked], now: datetime) -> None:
    """Write what a declaration was asked, beside it and in its transaction."""
    listed = list(asked)
    if not listed:
        return
    transaction.execute(
        "question_insert",
        receipt_id=receipt_id,
        cip13s=[one.question.cip13 for one in listed],
        codes=[one.question.code for one in listed],
        messages=[one.question.message for one in listed],
        units=[one.question.units for one in listed],
        previous=[one.question.previous for one in listed],
        confirmed=[one.confirmed for one in listed],
        now=now,
    )


def confirm(store: Store, finess: str, receipt_id: str, cip13: str, now: datetime) -> None:
    """« C'est exact »: the figure of one line of the pharmacy's own declaration; twice is once."""

    def write(transaction: Transaction) -> None:
        transaction.execute("question_confirm", finess=finess, receipt_id=receipt_id, cip13=cip13, now=now)

    in_transaction(store, write)


def of_receipt(store: Store, finess: str, week: Week, receipt_id: str) -> tuple[Asked, ...]:
    """What one declaration of the pharmacy's week was asked."""
    rows = store.query("question_history", finess=finess, first=week.monday, last=week.monday)
    names = Question.__dataclass_fields__.keys() - {"strength"}
    return tuple(
        Asked(Question(**{name: row[name] for name in names}), row["confirmed"])
        for row in rows
        if row["receipt_id"] == receipt_id
    )


def _history(store: Store, finess: str, week: Week) -> list[Row]:
    rows = store.query("question_history", finess=finess, first=week.shift(-WEEKS).monday, last=week.monday)
    return [{**row, "week": Week(row["week"])} for row in rows]


def _before(counts: list[Row], asked: list[Row], week: Week) -> dict[str, Before]:
    units = {(row["cip13"], row["week"]): row["units"] for row in counts if row["state"] == QUANTITY}
    flat = {(row["cip13"], row["week"]): row["units"] for row in asked if row["code"] == FLAT}
    last = week.shift(-1)
    return {cip13: _run(units, flat, cip13, at) for cip13, at in units if at == last}


def _run(units: dict[Any, int], flat: dict[Any, int], cip13: str, last: Week) -> Before:
    """How long the figure of `last` had been the same, and whether that was asked about meanwhile."""
    figure, weeks, at = units[cip13, last], 0, last
    flat_asked = False
    while units.get((cip13, at)) == figure:
        flat_asked = flat_asked or flat.get((cip13, at)) == figure
        weeks, at = weeks + 1, at.shift(-1)
    return Before(figure, weeks, flat_asked)
