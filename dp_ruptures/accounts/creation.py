"""Makes accounts, by an operator's command or when an invitation is used."""

import secrets
from dataclasses import replace
from datetime import datetime

from dp_ruptures import pharmacies
from dp_ruptures.accounts.account import IDENTIFIED, NAME, Account, find, trace
from dp_ruptures.accounts.passwords import hash_password, hash_unjudged
from dp_ruptures.errors import Refused
from dp_ruptures.rules.finess import FinessError, read_finess
from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.store import Conflict, Store, Transaction, in_transaction


def create(store: Store, account: Account, *, now: datetime, actor: str) -> None:
    """Write a new account and its trace. Raises Refused when the name is taken or the account is unsound."""
    _check(store, account)
    try:
        in_transaction(store, lambda transaction: insert(transaction, account, now=now, actor=actor))
    except Conflict:
        raise _taken(account.name) from None


def insert(transaction: Transaction, account: Account, *, now: datetime, actor: str) -> None:
    """The rows of a new account, inside the caller's transaction."""
    transaction.execute(
        "account_insert",
        name=account.name,
        display_name=account.display_name,
        role=account.role,
        finess=account.finess,
        email=account.email,
        password_hash=account.password_hash,
        now=now,
    )
    trace(transaction, "account.create", account.name, now=now, actor=actor, detail=account.role)


def create_with_password(  # noqa: PLR0913 - what a new account needs
    store: Store,
    *,
    name: str,
    role: str,
    finess: str | None,
    password: str | None,
    now: datetime,
    actor: str,
    email: str | None = None,
    judged: bool = True,
) -> tuple[Account, str]:
    """Create the account `name`; draw a password when none is given. Returns both. Raises Refused.

    `judged=False` takes any password, for the accounts of invented data.
    """
    name = name.strip().lower()
    if name.startswith(IDENTIFIED):
        raise Refused(f"Les identifiants en « {IDENTIFIED} » sont ceux de Pro Santé Connect.")
    if not NAME.fullmatch(name):
        raise Refused("Un identifiant compte 2 à 80 lettres, chiffres, points, tirets ou @, sans blanc.")
    account = Account(name, name, role, read(finess) if finess else None, email, "", False)
    _check(store, account)
    secret = password if password is not None else secrets.token_urlsafe(15)
    # A drawn password is random: only one that somebody chose needs judging.
    chosen = judged and password is not None
    hashed = hash_password(secret, account.own_words) if chosen else hash_unjudged(secret)
    account = replace(account, display_name=display_name(store, account), password_hash=hashed)
    create(store, account, now=now, actor=actor)
    return account, secret


def read(finess: str) -> str:
    """A FINESS number as typed, made sound. Raises Refused with the sentence of the rule."""
    try:
        return read_finess(finess)
    except FinessError as error:
        raise Refused(str(error)) from error


def display_name(store: Transaction, account: Account) -> str:
    """The pharmacy's name; the account's own as it is written, for nobody knows another."""
    if account.finess is None:
        return account.name
    return str(store.query("pharmacy_by_finess", finess=account.finess)[0]["name"])


def check_role(store: Transaction, role: str, finess: str | None) -> None:
    """A pharmacist has a pharmacy, nobody else does. Raises Refused."""
    if role not in PERMISSIONS:
        raise Refused(f"Le rôle « {role} » n'existe pas : {', '.join(sorted(PERMISSIONS))}.")
    if role == "pharmacist":
        if not finess:
            raise Refused("Un compte d'officine demande le numéro FINESS d'une officine du référentiel.")
        pharmacies.known(store, finess)
    if role != "pharmacist" and finess:
        raise Refused("Seul un compte d'officine porte un numéro FINESS.")


def _check(store: Store, account: Account) -> None:
    check_role(store, account.role, account.finess)
    if find(store, account.name):
        raise _taken(account.name)


def _taken(name: str) -> Refused:
    return Refused(f"Le compte « {name} » existe déjà.")
