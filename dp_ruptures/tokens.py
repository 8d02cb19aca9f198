"""API tokens: what a pharmacy's software shows the HTTP API. Shown once, kept as SHA-256."""

import secrets
from datetime import datetime, timedelta

from dp_ruptures.accounts.account import of_pharmacy, trace
from dp_ruptures.accounts.creation import check_role, read
from dp_ruptures.digest import sha256
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Row, Store, Transaction, in_transaction

# A prefix lets a secret scanner, or a person, know one when it lies about.
PREFIX = "dpr_"
MOST_LIVE = 5
LONGEST_LABEL = 60
# One write per request would cost more than the request.
_USE_NOTED_EVERY = timedelta(minutes=10)


def create(
    store: Store, finess: str, label: str, *, account_name: str | None, now: datetime, actor: str
) -> str:
    """A new token of the pharmacy, returned once. Raises Refused.

    `account_name`: who makes it; a token stops working while that account is locked.
    """
    pharmacy = read(finess)
    check_role(store, "pharmacist", pharmacy)
    label = " ".join(label.split())[:LONGEST_LABEL]
    if not label:
        raise Refused("Donnez un nom au jeton : celui du logiciel qui s'en servira.")
    secret = PREFIX + secrets.token_urlsafe(32)

    def write(transaction: Transaction) -> None:
        if len(transaction.query("token_live", finess=pharmacy)) >= MOST_LIVE:
            raise Refused(f"Une officine a {MOST_LIVE} jetons au plus : révoquez-en un d'abord.")
        token_id = secrets.token_hex(8)
        transaction.execute(
            "token_insert",
            token_id=token_id,
            finess=pharmacy,
            account_name=account_name,
            label=label,
            now=now,
            token_sha256=sha256(secret),
        )
        trace(transaction, "token.create", pharmacy, now=now, actor=actor, detail=token_id)

    in_transaction(store, write)
    return secret


def create_by_command(store: Store, finess: str, *, now: datetime, actor: str) -> str:
    """A token made by an operator, tied to the pharmacy's account when it has one. Raises Refused."""
    account = of_pharmacy(store, read(finess))
    name = account.name if account else None
    return create(store, finess, "Créé par l'administration", account_name=name, now=now, actor=actor)


def live(store: Store, finess: str) -> list[Row]:
    """The pharmacy's tokens not revoked, the latest first: token_id, label, account_name, dates."""
    return store.query("token_live", finess=finess)


def revoke(store: Store, finess: str, token_id: str, *, now: datetime, actor: str) -> None:
    """Close a token of the pharmacy for good. Raises Refused when it is not one of its own."""

    def close(transaction: Transaction) -> None:
        if not transaction.query("token_revoke", finess=finess, token_id=token_id, now=now):
            raise Refused("Ce jeton n'existe pas, ou il est déjà révoqué.")
        trace(transaction, "token.revoke", finess, now=now, actor=actor, detail=token_id)

    in_transaction(store, close)


def pharmacy_of(store: Store, token: str, now: datetime) -> str | None:
    """The FINESS number that `token` opens: not revoked, maker not locked, pharmacy open; else None."""
    if not token.startswith(PREFIX):
        return None
    today = now.astimezone(PARIS).date()
    rows = store.query("token_pharmacy", token_sha256=sha256(token), today=today)
    if not rows:
        return None
    _note_use(store, rows[0], now)
    return str(rows[0]["finess"])


def _note_use(store: Store, row: Row, now: datetime) -> None:
    last: datetime | None = row["last_used_at"]
    if last is None or now - last >= _USE_NOTED_EVERY:
        in_transaction(store, lambda t: t.execute("token_used", token_id=row["token_id"], now=now))
