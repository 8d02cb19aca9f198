"""The declarations of many pharmacies at once: the checks and ids of declarations.declare, in bulk.

One pharmacy at a time costs 2 ms; 21,000 of them would hold the store for a minute.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dp_ruptures.declarations import check_business, check_lines, check_week
from dp_ruptures.errors import Refused
from dp_ruptures.pharmacies import complaint
from dp_ruptures.rules.declaration import Declaration, Line, receipt_id, same_content
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store, Transaction

Lines = Mapping[str, Line]


@dataclass(frozen=True)
class Current:
    """A pharmacy's declaration that counts: its lines by CIP13, and how many its week received."""

    lines: Lines
    received: int


def refusals(store: Store | Transaction, finesses: Collection[str], now: datetime) -> dict[str, str]:
    """Why each of `finesses` may not declare at `now`, in French; those that may are not in it."""
    rows = store.query("bulk_pharmacies", finesses=sorted(finesses))
    known = {row["finess"]: row for row in rows}
    sites: dict[str, list[Row]] = {}
    for row in rows:
        sites.setdefault(row["finess_ej"], []).append(row)
    answers = {finess: _refusal(finess, known.get(finess), sites.get(finess, []), now) for finess in finesses}
    return {finess: answer for finess, answer in answers.items() if answer}


def current_of(store: Store | Transaction, finesses: Collection[str], week: Week) -> dict[str, Current]:
    """The declaration that counts of each pharmacy that declared that week."""
    headers = store.query("bulk_current", finesses=sorted(finesses), week=week.monday)
    by_declaration: dict[int, dict[str, Line]] = {header["declaration_id"]: {} for header in headers}
    for row in store.query("bulk_lines", declaration_ids=list(by_declaration)):
        declaration_id = row.pop("declaration_id")
        by_declaration[declaration_id][row["cip13"]] = Line(**row)
    return {
        header["finess"]: Current(by_declaration[header["declaration_id"]], header["received"])
        for header in headers
    }


def declare_all(
    transaction: Transaction, declarations: Sequence[Declaration], now: datetime, *, dry_run: bool = False
) -> int:
    """Write one declaration per pharmacy, all of one week; how many said something new.

    What a pharmacy has already declared in the same words is not written again; `dry_run` writes
    nothing at all. Raises Refused, and nothing is written, as declarations.declare would for any of them.
    """
    if not declarations:
        return 0
    (week,) = {declaration.week for declaration in declarations}
    check_week(transaction, week, now)
    finesses = {declaration.finess for declaration in declarations}
    for refusal in refusals(transaction, finesses, now).values():
        raise Refused(refusal)
    present = current_of(transaction, finesses, week)
    new = [
        declaration
        for declaration in declarations
        if _says_more(declaration, present.get(declaration.finess))
    ]
    if new and not dry_run:
        _insert(transaction, new, {finess: current.received for finess, current in present.items()}, now)
    return len(new)


def _refusal(finess: str, pharmacy: Row | None, sites: list[Row], now: datetime) -> str | None:
    if pharmacy is None:
        return complaint(finess, sites)
    try:
        check_business(pharmacy, now)
    except Refused as refusal:
        return str(refusal)
    return None


def _says_more(declaration: Declaration, present: Current | None) -> bool:
    check_lines(declaration.lines)
    return present is None or not same_content(present.lines.values(), declaration.lines)


def _insert(
    transaction: Transaction, declarations: list[Declaration], received: Mapping[str, int], now: datetime
) -> None:
    receipts = [receipt_id(each, received.get(each.finess, 0)) for each in declarations]
    transaction.execute(
        "bulk_insert_headers",
        receipt_ids=receipts,
        finesses=[each.finess for each in declarations],
        weeks=[each.week.monday for each in declarations],
        instants=[now] * len(declarations),
        channels=[each.channel for each in declarations],
        authors=[each.author for each in declarations],
        line_counts=[len(each.lines) for each in declarations],
    )
    lines = [line for each in declarations for line in each.lines]
    transaction.execute(
        "declaration_insert_lines",
        receipt_ids=[
            receipt for receipt, each in zip(receipts, declarations, strict=True) for _ in each.lines
        ],
        cip13s=[line.cip13 for line in lines],
        states=[line.state for line in lines],
        units=[line.units for line in lines],
        boxes=[line.boxes for line in lines],
        unchanged=[line.unchanged for line in lines],
    )
