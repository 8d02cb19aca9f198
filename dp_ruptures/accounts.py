"""The life of an account: created, read, its password checked against what the store keeps."""

from dataclasses import dataclass
from datetime import datetime

import bcrypt

from dp_ruptures.errors import Refused
from dp_ruptures.rules.roles import PERMISSIONS
from dp_ruptures.store import Conflict, Store, in_transaction

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

    def write(transaction: Store) -> None:
        transaction.execute("account_insert", **_row(account), now=now)
        transaction.execute(
            "audit_insert", now=now, actor=actor, action="account.create", subject=account.name,
            detail=account.role,
        )

    try:
        in_transaction(store, write)  # type: ignore[arg-type]
    except Conflict:
        raise Refused(f"Le compte « {account.name} » existe déjà.") from None


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
        "name": account.name, "display_name": account.display_name, "role": account.role,
        "finess": account.finess, "email": account.email, "password_hash": account.password_hash,
    }
