"""The life of an account: created, read, its password checked against what the store keeps."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime

import bcrypt

from dp_ruptures.errors import Refused
from dp_ruptures.rules.finess import FinessError, read_finess
from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.store import Conflict, Store, Transaction, in_transaction

_NAME = re.compile(r"[a-z0-9@._+-]{2,80}")
MIN_PASSWORD = 12
# bcrypt reads 72 bytes: past them two different passwords would be one.
MAX_PASSWORD_BYTES = 72


@dataclass(frozen=True)
class Account:
    """One person or pharmacy that may log in. `password_hash` is bcrypt's."""

    name: str
    display_name: str
    role: str
    finess: str | None
    email: str | None
    password_hash: str
    locked: bool


def find(store: Store, name: str) -> Account | None:
    """The account called `name` (case and outer blanks do not matter), or None."""
    rows = store.query("account_by_name", name=name.strip().lower())
    return Account(**rows[0]) if rows else None


def create(store: Store, account: Account, *, now: datetime, actor: str) -> None:
    """Write a new account and its trace. Raises Refused when the name is taken or the account is unsound."""
    _check(store, account)

    def write(transaction: Transaction) -> None:
        transaction.execute("account_insert", **_row(account), now=now)
        transaction.execute(
            "audit_insert",
            now=now,
            actor=actor,
            action="account.create",
            subject=account.name,
            detail=account.role,
        )

    try:
        in_transaction(store, write)
    except Conflict:
        raise Refused(f"Le compte « {account.name} » existe déjà.") from None


def create_with_password(  # noqa: PLR0913 - what a new account needs
    store: Store, *, name: str, role: str, finess: str | None, password: str | None, now: datetime, actor: str
) -> tuple[Account, str]:
    """Create the account `name`; draw a password when none is given. Returns both. Raises Refused."""
    name = name.strip().lower()
    if not _NAME.fullmatch(name):
        raise Refused("Un identifiant compte 2 à 80 lettres, chiffres, points, tirets ou @, sans blanc.")
    if finess is not None:
        try:
            finess = read_finess(finess)
        except FinessError as error:
            raise Refused(str(error)) from error
    secret = password if password is not None else secrets.token_urlsafe(15)
    account = Account(name, name, role, finess, None, "", False)
    _check(store, account)
    account = replace(
        account, display_name=_display_name(store, account), password_hash=hash_password(secret)
    )
    create(store, account, now=now, actor=actor)
    return account, secret


def end_sessions(store: Store, name: str, *, now: datetime, actor: str) -> None:
    """End every session of the account. Raises Refused when there is no such account."""
    account = find(store, name)
    if account is None:
        raise Refused(f"Le compte « {name} » n'existe pas.")

    def write(transaction: Transaction) -> None:
        transaction.execute("session_end_all", account_name=account.name, now=now)
        transaction.execute(
            "audit_insert", now=now, actor=actor, action="sessions.end", subject=account.name, detail=""
        )

    in_transaction(store, write)


def _display_name(store: Store, account: Account) -> str:
    if account.finess is None:
        return account.name.capitalize()
    return str(store.query("pharmacy_by_finess", finess=account.finess)[0]["name"])


def hash_password(password: str) -> str:
    """The bcrypt hash to store. Raises Refused on a password that is too short or too long."""
    if len(password) < MIN_PASSWORD:
        raise Refused(f"Le mot de passe doit compter au moins {MIN_PASSWORD} caractères.")
    if len(password.encode()) > MAX_PASSWORD_BYTES:
        raise Refused(f"Le mot de passe ne doit pas dépasser {MAX_PASSWORD_BYTES} octets.")
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode("ascii")


def _check(store: Store, account: Account) -> None:
    if account.role not in PERMISSIONS:
        raise Refused(f"Le rôle « {account.role} » n'existe pas : {', '.join(sorted(PERMISSIONS))}.")
    if find(store, account.name):
        raise Refused(f"Le compte « {account.name} » existe déjà.")
    if account.role == "pharmacist" and not _is_known(store, account.finess):
        raise Refused("Un compte d'officine demande le numéro FINESS d'une officine du référentiel.")
    if account.role != "pharmacist" and account.finess:
        raise Refused("Seul un compte d'officine porte un numéro FINESS.")


def _is_known(store: Store, finess: str | None) -> bool:
    return bool(finess and store.query("pharmacy_by_finess", finess=finess))


def _row(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "display_name": account.display_name,
        "role": account.role,
        "finess": account.finess,
        "email": account.email,
        "password_hash": account.password_hash,
    }
