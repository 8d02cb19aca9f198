"""API tokens: what a program shows the HTTP API. Shown once, kept as SHA-256.

A pharmacy's token speaks for the pharmacy, as long as the account that made it, if any, is its
pharmacist's. A token of the Ordre or of the ministry speaks for its account: what it may read
follows the account's role.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from dp_ruptures.accounts.account import existing, of_pharmacy, trace
from dp_ruptures.accounts.creation import check_role, read
from dp_ruptures.digest import sha256
from dp_ruptures.errors import Refused
from dp_ruptures.rules.roles import may
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Conflict, Row, Store, Transaction, in_transaction

# A prefix lets a secret scanner, or a person, know one when it lies about.
PREFIX = "dpr_"
MOST_LIVE = 5
LONGEST_LABEL = 60
COMMANDED = "Créé par l'administration"
# One write per request would cost more than the request.
_USE_NOTED_EVERY = timedelta(minutes=10)
_LENGTH = len(PREFIX) + 43


@dataclass(frozen=True)
class Bearer:
    """Whom a token speaks for: `finess` for a pharmacy's, else the account and its role of the moment."""

    token_id: str
    role: str
    finess: str | None
    account_name: str | None


@dataclass(frozen=True)
class Holder:
    """Whose tokens: a pharmacy's, or one account's when `finess` is None."""

    finess: str | None
    account_name: str | None

    @property
    def subject(self) -> str:
        return self.finess or self.account_name or ""


def create(
    store: Store, finess: str, label: str, *, account_name: str | None, now: datetime, actor: str
) -> str:
    """A new token of the pharmacy, returned once. Raises Refused.

    `account_name`: who makes it; the token stops working while that account is locked, or is no longer
    a pharmacist's of that pharmacy.
    """
    pharmacy = read(finess)
    check_role(store, "pharmacist", pharmacy)
    return _create(store, Holder(pharmacy, account_name), label, now=now, actor=actor)


def create_for_account(store: Store, name: str, label: str, *, now: datetime, actor: str) -> str:
    """A new token of a person of the Ordre or the ministry, returned once. Raises Refused."""
    account = existing(store, name)
    if not may(account.role, "read_releases"):
        raise Refused(
            "Un jeton de compte lit les publications : il se donne à un compte du ministère ou de l'Ordre. "
            "Une officine a le sien par son numéro FINESS."
        )
    return _create(store, Holder(None, account.name), label, now=now, actor=actor)


def create_by_command(store: Store, finess: str, *, now: datetime, actor: str) -> str:
    """A token made by an operator, tied to the pharmacy's account when it has one. Raises Refused."""
    account = of_pharmacy(store, read(finess))
    name = account.name if account else None
    return create(store, finess, COMMANDED, account_name=name, now=now, actor=actor)


def live(store: Store, finess: str | None, account_name: str | None = None) -> list[Row]:
    """The pharmacy's (or the account's) tokens not revoked, the latest first: token_id, label, dates."""
    return store.query("token_live", finess=finess, account_name=account_name)


def revoke(
    store: Store,
    finess: str | None,
    token_id: str,
    *,
    account_name: str | None = None,
    now: datetime,
    actor: str,
) -> None:
    """Close for good a token of the pharmacy, or of the account when `finess` is None.

    Raises Refused when it is not one of its own.
    """
    holder = Holder(finess, account_name)

    def close(transaction: Transaction) -> None:
        asked = {"finess": finess, "account_name": account_name, "token_id": token_id, "now": now}
        if not transaction.query("token_revoke", **asked):
            raise Refused("Ce jeton n'existe pas, ou il est déjà révoqué.")
        trace(transaction, "token.revoke", holder.subject, now=now, actor=actor, detail=token_id)

    in_transaction(store, close)


def bearer_of(store: Store, token: str, now: datetime) -> Bearer | None:
    """Whom `token` speaks for; None when it is revoked, its pharmacy closed, its account locked or gone."""
    if not token.startswith(PREFIX) or len(token) != _LENGTH:
        return None
    today = now.astimezone(PARIS).date()
    rows = store.query("token_bearer", token_sha256=sha256(token), today=today)
    if not rows:
        return None
    row = rows[0]
    _note_use(store, row, now)
    return Bearer(row["token_id"], row["role"], row["finess"], row["account_name"])


def _create(store: Store, holder: Holder, label: str, *, now: datetime, actor: str) -> str:
    label = " ".join(label.split())[:LONGEST_LABEL]
    if not label:
        raise Refused("Donnez un nom au jeton : celui du logiciel qui s'en servira.")
    secret = PREFIX + secrets.token_urlsafe(32)

    def write(transaction: Transaction) -> None:
        asked = {"finess": holder.finess, "account_name": holder.account_name}
        if len(transaction.query("token_live", **asked)) >= MOST_LIVE:
            owner = "Une officine" if holder.finess else "Un compte"
            raise Refused(f"{owner} a {MOST_LIVE} jetons au plus : révoquez-en un d'abord.")
        token_id = secrets.token_hex(8)
        transaction.execute(
            "token_insert", **asked, token_id=token_id, label=label, now=now, token_sha256=sha256(secret)
        )
        trace(transaction, "token.create", holder.subject, now=now, actor=actor, detail=token_id)

    in_transaction(store, write)
    return secret


def _note_use(store: Store, row: Row, now: datetime) -> None:
    last: datetime | None = row["last_used_at"]
    if last is None or now - last >= _USE_NOTED_EVERY:
        # Requests at once note the same minute: the declaration that comes with one must not wait for it.
        with suppress(Conflict):
            store.execute("token_used", token_id=row["token_id"], now=now)
