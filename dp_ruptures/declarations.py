"""A pharmacy's declarations: written once whatever the clicks, read back from the store."""

from collections.abc import Collection, Iterable, Mapping, Sized
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dp_ruptures import drafts, pharmacies, questions
from dp_ruptures.campaign import any_open
from dp_ruptures.drafts import EVERYTHING, Seen
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import (
    Declaration,
    Line,
    may_declare,
    receipt_id,
    receipt_number,
    same_content,
)
from dp_ruptures.rules.warning import Asked
from dp_ruptures.rules.week import PARIS, Week, week_of
from dp_ruptures.store import Row, Store, Transaction, in_transaction


@dataclass(frozen=True)
class Receipt:
    """A declaration as the store holds it; `sequence` is 0 for the first of its week."""

    receipt_id: str
    finess: str
    week: Week
    received_at: datetime
    author: str
    sequence: int
    lines: tuple[Line, ...]

    @property
    def number(self) -> str:
        return receipt_number(self.receipt_id)


class Overtaken(Refused):
    """Another declaration of the week came meanwhile: `receipt`, which the sender has not seen."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__("Une autre déclaration de cette semaine a été reçue entre-temps.")
        self.receipt = receipt


def declare(
    store: Store,
    declaration: Declaration,
    now: datetime,
    over: Collection[str] | None = None,
    draft_seen: Seen = EVERYTHING,
    *,
    asked: Iterable[Asked] = (),
) -> Receipt:
    """Write a pharmacy's week and return its receipt, read back from the store.

    The same content twice is one declaration. `over`: the receipts that the sender knows
    they replace; None replaces whatever is there. Raises Overtaken when the current one is
    not among them. The week's draft is cleared: all of it, or what the sender has seen of it
    (`draft_seen`). `asked`: the questions about its lines, kept with it; they never hold it
    back. Raises Refused on a week that is not open, a pharmacy that is closed or unknown, or
    no line at all.
    """
    listed = tuple(asked)
    in_transaction(
        store, lambda transaction: write(transaction, declaration, now, over, draft_seen, asked=listed)
    )
    written = current(store, declaration.finess, declaration.week)
    if written is None:
        raise Refused("La déclaration n'a pas été retrouvée après l'enregistrement : réessayez.")
    return written


def write(
    transaction: Transaction,
    declaration: Declaration,
    now: datetime,
    over: Collection[str] | None = None,
    draft_seen: Seen = EVERYTHING,
    *,
    asked: Iterable[Asked] = (),
) -> bool:
    """`declare` inside the caller's transaction; whether anything was written. Raises the same."""
    _check(transaction, declaration, now)
    present = _current(transaction, declaration.finess, declaration.week)
    drafts.clear(transaction, declaration.finess, declaration.week, draft_seen)
    if present and same_content(present.lines, declaration.lines):
        # The same again, with « c'est exact » ticked meanwhile.
        questions.keep(transaction, present.receipt_id, asked, now)
        return False
    if present and over is not None and present.receipt_id not in over:
        raise Overtaken(present)
    receipt = receipt_id(declaration, present.sequence + 1 if present else 0)
    _insert(transaction, declaration, receipt, now)
    questions.keep(transaction, receipt, asked, now)
    return True


def received(store: Store | Transaction, finess: str, receipt: str) -> Receipt | None:
    """The pharmacy's own declaration that bears this receipt, replaced or not; None when it has none."""
    rows = store.query("declaration_by_receipt", finess=finess, receipt_id=receipt)
    return _receipt(store, finess, Week(rows[0]["week"]), rows[0]) if rows else None


def current(store: Store | Transaction, finess: str, week: Week) -> Receipt | None:
    """The declaration that counts for that week: the last one received; None when there is none."""
    return _current(store, finess, week)


def lines_of(store: Store | Transaction, declaration_id: int) -> tuple[Line, ...]:
    """The lines of one declaration, replaced or not, as `history` names it; by code."""
    rows = store.query("declaration_lines", declaration_id=declaration_id)
    return tuple(sorted((Line(**row) for row in rows), key=lambda line: line.cip13))


def history(store: Store, finess: str) -> list[dict[str, Any]]:
    """Every declaration of the pharmacy, corrections included, the latest first."""
    rows = store.query("declaration_history", finess=finess)
    return [{**row, "week": Week(row["week"]), "number": receipt_number(row["receipt_id"])} for row in rows]


def check_week(store: Store | Transaction, week: Week, now: datetime) -> None:
    """Raise Refused unless `week` may be declared at `now`, whatever the pharmacy."""
    today = now.astimezone(PARIS).date()
    if week > week_of(now):
        raise Refused(f"La semaine {week.label} n'a pas commencé : déclarez la semaine en cours.")
    if not week.is_open(now):
        raise Refused(f"La semaine {week.label} est close : elle ne se corrige plus.")
    if not any_open(store, today):
        raise Refused("Aucune campagne n'est ouverte : il n'y a rien à déclarer cette semaine.")


def check_business(pharmacy: Mapping[str, Any], now: datetime) -> None:
    """Raise Refused unless the pharmacy (opened_on, closed_on) is in business at `now`."""
    if not may_declare(pharmacy["opened_on"], pharmacy["closed_on"], now.astimezone(PARIS).date()):
        raise Refused("Cette officine est fermée : elle ne déclare plus. Une erreur ? Appelez le support.")


def check_lines(lines: Sized) -> None:
    """Raise Refused on a declaration that says nothing."""
    if not lines:
        raise Refused("Rien n'est renseigné : indiquez au moins une quantité (0 si vous êtes en rupture).")


def _check(transaction: Transaction, declaration: Declaration, now: datetime) -> None:
    check_week(transaction, declaration.week, now)
    check_business(pharmacies.business(transaction, declaration.finess), now)
    check_lines(declaration.lines)


def _current(store: Store | Transaction, finess: str, week: Week) -> Receipt | None:
    rows = store.query("declaration_of_week", finess=finess, week=week.monday)
    if not rows:
        return None
    last = max(rows, key=lambda row: int(row["declaration_id"]))
    return _receipt(store, finess, week, {**last, "sequence": len(rows) - 1})


def _receipt(store: Store | Transaction, finess: str, week: Week, header: Row) -> Receipt:
    return Receipt(
        header["receipt_id"],
        finess,
        week,
        header["received_at"],
        header["author"],
        header["sequence"],
        lines_of(store, header["declaration_id"]),
    )


def _insert(transaction: Transaction, declaration: Declaration, receipt: str, now: datetime) -> None:
    lines = declaration.lines
    header = transaction.query(
        "declaration_insert_header",
        receipt_id=receipt,
        finess=declaration.finess,
        week=declaration.week.monday,
        now=now,
        channel=declaration.channel,
        author=declaration.author,
        line_count=len(lines),
    )
    transaction.execute(
        "declaration_insert_lines_of",
        declaration_id=header[0]["declaration_id"],
        cip13s=[line.cip13 for line in lines],
        states=[line.state for line in lines],
        units=[line.units for line in lines],
        boxes=[line.boxes for line in lines],
        unchanged=[line.unchanged for line in lines],
    )
