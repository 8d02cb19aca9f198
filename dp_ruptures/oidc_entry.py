"""Turns somebody a provider vouches for into one of our accounts; the account decides the role.

A pharmacist's account follows the person, named after a hash of their subject, and stands in one
pharmacy at a time. The Ordre's people must have an account already: a claim never makes one.
"""

import secrets
from datetime import datetime
from typing import Any

from dp_ruptures import accounts, sessions
from dp_ruptures.accounts import Account
from dp_ruptures.accounts.account import IDENTIFIED, trace
from dp_ruptures.accounts.passwords import hash_unjudged
from dp_ruptures.errors import Refused
from dp_ruptures.oidc import AGAIN, LABELS, Visitor
from dp_ruptures.rules.claims import Member, Professional
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Conflict, Store, Transaction, in_transaction

Pharmacy = dict[str, Any]
ORDRE_ROLES = frozenset({"analyst", "admin"})
LOCKED = "Ce compte est bloqué. Appelez le support, qui vous dira pourquoi."


def pharmacies_of(store: Store, visitor: Visitor, told: tuple[str, ...], now: datetime) -> list[Pharmacy]:
    """The open pharmacies of the register among those `told` by the provider, and the linked one."""
    links = store.query("oidc_link_of", identity=visitor.identity)
    finess = [*told, *(link["finess"] for link in links if link["finess"])]
    if not finess:
        return []
    return store.query("oidc_pharmacies", finess=finess, today=now.astimezone(PARIS).date())


def claim(store: Store, visitor: Visitor, now: datetime) -> None:
    """Use this arrival up. Raises Refused when it has been used before: a copied cookie."""
    try:
        store.execute("oidc_arrival_insert", arrival=visitor.arrival, now=now)
    except Conflict:
        raise Refused(AGAIN) from None


def pharmacy_account(store: Store, visitor: Visitor, pharmacy: Pharmacy, now: datetime) -> str:
    """The visitor's account, created or moved to stand in `pharmacy`. Raises Refused."""
    name = account_name(visitor.identity)
    account = accounts.find(store, name) or _create(store, name, visitor, pharmacy, now)
    if account.locked or account.role != "pharmacist":
        raise Refused(LOCKED)
    if account.finess != pharmacy["finess"]:
        in_transaction(store, lambda transaction: _move(transaction, account, pharmacy, now))
    return name


def ordre_account(store: Store, visitor: Visitor, member: Member, now: datetime) -> str | None:
    """The Ordre account linked to the visitor, by an administrator or a verified e-mail. Raises Refused."""
    name = _linked_account(store, visitor) or _account_by_email(store, visitor, member, now)
    account = accounts.find(store, name) if name else None
    if account is None:
        return None
    if account.locked or account.role not in ORDRE_ROLES:
        raise Refused(LOCKED)
    return account.name


def ask_for_link(store: Store, visitor: Visitor, now: datetime) -> None:
    """Leave a request on the administrators' page; asking again refreshes it."""
    told = " ".join(visitor.who.finess) if isinstance(visitor.who, Professional) else ""
    row = {**_identity(visitor), "told": told, "now": now}
    in_transaction(store, lambda transaction: transaction.execute("oidc_request_upsert", **row))


def account_name(identity: str) -> str:
    """The account of somebody Pro Santé Connect identifies."""
    return IDENTIFIED + identity[:16]


def _create(store: Store, name: str, visitor: Visitor, pharmacy: Pharmacy, now: datetime) -> Account:
    # Nobody knows this password: the account has the provider's door only.
    unusable = hash_unjudged(secrets.token_urlsafe(32))
    account = Account(name, pharmacy["name"], "pharmacist", pharmacy["finess"], None, unusable, False)
    try:
        accounts.create(store, account, now=now, actor=LABELS[visitor.provider])
    except Refused:
        # A double click: the other run has just created it.
        found = accounts.find(store, name)
        if found is None:
            raise
        return found
    return account


def _move(transaction: Transaction, account: Account, pharmacy: Pharmacy, now: datetime) -> None:
    """Another pharmacy than last time: no page still open on the former one may write in this one."""
    transaction.execute(
        "oidc_account_move", name=account.name, finess=pharmacy["finess"], display_name=pharmacy["name"]
    )
    sessions.end_all(transaction, account.name, now)
    moved = f"{account.finess} → {pharmacy['finess']}"
    trace(transaction, "account.move", account.name, now=now, actor=account.name, detail=moved)


def _linked_account(store: Store, visitor: Visitor) -> str | None:
    links = store.query("oidc_link_of", identity=visitor.identity)
    return links[0]["account_name"] if links else None


def _account_by_email(store: Store, visitor: Visitor, member: Member, now: datetime) -> str | None:
    """The only Ordre account of the verified address, linked to this identity from now on."""
    rows = store.query("oidc_accounts_by_email", email=member.email) if member.email else []
    if len(rows) != 1:
        return None
    name = str(rows[0]["name"])
    # The address may have changed hands: an account keeps the first identity until an admin unlinks it.
    if store.query("oidc_link_of_account", account_name=name, provider=visitor.provider):
        return None

    def link(transaction: Transaction) -> None:
        transaction.execute(
            "oidc_link_insert",
            **_identity(visitor),
            finess=None,
            account_name=name,
            linked_by=LABELS[visitor.provider],
            now=now,
        )
        transaction.execute("oidc_request_delete", identity=visitor.identity)
        trace(transaction, "oidc.link", name, now=now, actor=LABELS[visitor.provider])

    try:
        in_transaction(store, link)
    except Conflict:
        # A double click: the other run has just linked it.
        return _linked_account(store, visitor)
    return name


def _identity(visitor: Visitor) -> dict[str, str]:
    return {
        "identity": visitor.identity,
        "provider": visitor.provider,
        "display_name": visitor.who.name,
        "reference": visitor.who.reference,
    }
