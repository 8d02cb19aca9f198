"""An account as the store keeps it, and how it is found."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from dp_ruptures.errors import Refused
from dp_ruptures.store import Store, Transaction

NAME = re.compile(r"[a-z0-9@._+-]{2,80}")
# Accounts of persons who enter by Pro Santé Connect (dp_ruptures.oidc_entry); nobody may take such a name.
IDENTIFIED = "psc-"


@dataclass(frozen=True)
class Account:
    """One person or pharmacy that may log in. `password_hash` is bcrypt's."""

    name: str
    display_name: str
    role: str
    finess: str | None
    email: str | None
    password_hash: str = field(repr=False)
    locked: bool

    @property
    def has_password(self) -> bool:
        """False for a person whom Pro Santé Connect alone lets in, to whichever pharmacy it says now."""
        return not self.name.startswith(IDENTIFIED)

    @property
    def own_words(self) -> tuple[str, ...]:
        """What anybody knows of it, and a password must not contain."""
        return (self.name, self.finess) if self.finess else (self.name,)


def find(store: Transaction, name: str) -> Account | None:
    """The account called `name` (case and outer blanks do not matter), or None."""
    wanted = name.strip().lower()
    # Also keeps NUL and whatever else a database may refuse away from it.
    if not NAME.fullmatch(wanted):
        return None
    rows = store.query("account_by_name", name=wanted)
    return Account(**rows[0]) if rows else None


def existing(store: Transaction, name: str) -> Account:
    """The account called `name`. Raises Refused when there is none."""
    account = find(store, name)
    if account is None:
        raise Refused(f"Le compte « {name.strip()} » n'existe pas.")
    return account


def of_pharmacy(store: Store, finess: str) -> Account | None:
    """The first account that the pharmacy had, or None."""
    rows = store.query("account_of_pharmacy", finess=finess)
    return find(store, rows[0]["name"]) if rows else None


def trace(
    transaction: Transaction, action: str, subject: str, *, now: datetime, actor: str, detail: str = ""
) -> None:
    """One row of the audit log; `detail` never holds a secret."""
    transaction.execute("audit_insert", now=now, actor=actor, action=action, subject=subject, detail=detail)
