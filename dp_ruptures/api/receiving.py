"""Takes a declaration in: once whatever the retries, by the same act as the form's."""

import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from dp_ruptures import declarations, drafts, questions
from dp_ruptures.api.faults import Failure, Fault, failure
from dp_ruptures.api.lines import Reading, read_lines, replaced
from dp_ruptures.api.messages import Sent
from dp_ruptures.api.reading import Malformed, Unreadable, parse, validated
from dp_ruptures.campaign import Campaign, campaign_of
from dp_ruptures.declarations import Receipt
from dp_ruptures.digest import sha256
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import Declaration, same_content
from dp_ruptures.rules.retention import KEY_LIFE
from dp_ruptures.rules.warning import Asked
from dp_ruptures.rules.week import PARIS, Week, WeekError, parse_week
from dp_ruptures.store import Conflict, Store, Transaction, in_transaction
from dp_ruptures.tokens import Bearer

CHANNEL = "api"
_PURGE_EVERY = timedelta(hours=1)
_purge_lock = threading.Lock()
_purged_at: datetime | None = None


@dataclass(frozen=True)
class Received:
    """A receipt, whether it was made just now, and what was understood in making it."""

    receipt: Receipt
    is_new: bool
    remarks: tuple[Fault, ...] = ()


def receive(store: Store, bearer: Bearer, body: bytes, key: str | None, now: datetime) -> Received:
    """Write the declaration of the token's pharmacy, or find the one that a retry already wrote.

    Raises Failure: 403 another pharmacy's, 409 a week that is not open, 422 every fault at once.
    """
    sent = _sent(body)
    finess = bearer.finess or ""
    if sent.finess is not None and sent.finess.strip().upper() != finess:
        raise failure(
            403, "other_pharmacy", "Ce jeton n'est pas celui de cette officine : rien n'est enregistré."
        )
    week = _week(sent.week)
    campaign = campaign_of(store, min(now.astimezone(PARIS).date(), week.sunday))
    reading = _read(store, sent.lines, campaign, finess, week)
    declaration = Declaration(
        finess, week, tuple(reading.lines), author=bearer.account_name or bearer.token_id, channel=CHANNEL
    )
    asked = _asked(store, declaration, campaign, reading, now)
    received = in_transaction(store, lambda inside: _take(inside, declaration, reading, asked, key, now))
    _purge(store, now)
    return received


def _sent(body: bytes) -> Sent:
    try:
        return validated(Sent, parse(body), None)
    except Unreadable as error:
        raise failure(422, "json", str(error)) from None
    except Malformed as malformed:
        raise Failure(422, malformed.faults) from None


def _week(text: str) -> Week:
    try:
        return parse_week(text if len(text) <= 20 else f"{text[:20]}…")
    except WeekError as error:
        raise failure(422, "week", str(error)) from None


def _read(store: Store, lines: list[Any], campaign: Campaign | None, finess: str, week: Week) -> Reading:
    products = campaign.products if campaign else ()
    before = declarations.current(store, finess, week.shift(-1))
    last_week = {line.cip13: line for line in before.lines} if before else {}
    return read_lines(lines, {product.cip13: product for product in products}, last_week)


def _asked(
    store: Store, declaration: Declaration, campaign: Campaign | None, reading: Reading, now: datetime
) -> tuple[Asked, ...]:
    """The questions of a colleague: told with the receipt, answered on the portal, never holding back."""
    if campaign is None or reading.faults or not reading.lines:
        return ()
    known = questions.background(store, declaration.finess, declaration.week, now)
    asked = questions.about(declaration.lines, campaign, known)
    reading.remarks += [
        Fault(line=reading.places[one.question.cip13], code=one.question.code, message=one.question.message)
        for one in asked
    ]
    return asked


def _take(  # noqa: PLR0917 - one act, told by its only caller
    transaction: Transaction,
    declaration: Declaration,
    reading: Reading,
    asked: tuple[Asked, ...],
    key: str | None,
    now: datetime,
) -> Received:
    known = _under_key(transaction, declaration, key) if key and not reading.faults else None
    if known:
        return Received(known, is_new=False, remarks=tuple(reading.remarks))
    written = _written(transaction, declaration, reading, asked, now)
    if key:
        transaction.execute(
            "idempotency_insert",
            **_key(declaration, key),
            content_sha256=_fingerprint(declaration, key),
            receipt_id=written.receipt.receipt_id,
            now=now,
        )
    return replace(written, remarks=(*reading.remarks, *written.remarks))


def _written(
    transaction: Transaction,
    declaration: Declaration,
    reading: Reading,
    asked: tuple[Asked, ...],
    now: datetime,
) -> Received:
    """The declaration's receipt: nothing is written when it is already current."""
    present = declarations.current(transaction, declaration.finess, declaration.week)
    # Before the calendar: a retry that crosses Sunday midnight still gets the receipt it missed.
    if present and not reading.faults and same_content(present.lines, declaration.lines):
        return Received(present, is_new=False)
    _check(transaction, declaration, reading, now)
    try:
        # What a person typed in the form and has not sent yet is theirs to keep.
        declarations.write(transaction, declaration, now, draft_seen=drafts.NOTHING, asked=asked)
    except Refused as refusal:
        raise failure(409, "refused", str(refusal)) from None
    written = declarations.current(transaction, declaration.finess, declaration.week)
    assert written is not None  # noqa: S101 - by this very transaction
    lost = replaced(present.lines, declaration.lines) if present else ()
    return Received(written, is_new=True, remarks=lost)


def _check(transaction: Transaction, declaration: Declaration, reading: Reading, now: datetime) -> None:
    try:
        declarations.check_week(transaction, declaration.week, now)
    except Refused as refusal:
        raise failure(409, "week_closed", str(refusal)) from None
    if reading.faults:
        raise Failure(422, reading.faults)
    try:
        declarations.check_lines(declaration.lines)
    except Refused as refusal:
        raise failure(422, "empty", str(refusal)) from None


def _under_key(transaction: Transaction, declaration: Declaration, key: str) -> Receipt | None:
    """The receipt that this very request got before, whatever was declared since."""
    rows = transaction.query("idempotency_find", **_key(declaration, key))
    if not rows:
        return None
    if rows[0]["content_sha256"] != _fingerprint(declaration, key):
        raise failure(
            422,
            "key_reused",
            "Cette Idempotency-Key a déjà servi à une autre déclaration : tirez-en une nouvelle.",
        )
    return declarations.received(transaction, declaration.finess, rows[0]["receipt_id"])


def _key(declaration: Declaration, key: str) -> dict[str, str]:
    return {"finess": declaration.finess, "key_sha256": sha256(key)}


def _fingerprint(declaration: Declaration, key: str) -> str:
    lines = sorted(f"{line.cip13}|{line.state}|{line.units}" for line in declaration.lines)
    return sha256("\n".join([key, declaration.week.iso, *lines]))


def _purge(store: Store, now: datetime) -> None:
    """Forget old keys, once an hour at most; a declaration never fails because of it."""
    global _purged_at
    with _purge_lock:
        if _purged_at is not None and abs(now - _purged_at) < _PURGE_EVERY:
            return
        _purged_at = now
    try:
        store.execute("idempotency_purge", before=now - KEY_LIFE)
    except Conflict:
        _purged_at = None
