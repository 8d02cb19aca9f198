"""Passwords where they meet the store: judged, hashed, compared, replaced."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

import bcrypt

from dp_ruptures import sessions
from dp_ruptures.accounts.account import Account, existing, trace
from dp_ruptures.errors import Refused
from dp_ruptures.rules import password as rule
from dp_ruptures.settings import ROOT
from dp_ruptures.store import Store, Transaction, in_transaction

MAX_PASSWORD_BYTES = rule.MAX_BYTES
_COMMON = ROOT / "data" / "reference" / "common_passwords.txt"


def judge(password: str, own_words: Iterable[str] = ()) -> str | None:
    """Why `password` is refused, as one French sentence; None when it holds."""
    return rule.problem(password, own_words=own_words, common=_common())


def hash_password(password: str, own_words: Iterable[str] = ()) -> str:
    """The bcrypt hash to store. Raises Refused on a password that does not hold."""
    refusal = judge(password, own_words)
    if refusal:
        raise Refused(refusal)
    return hash_unjudged(password)


def hash_unjudged(password: str) -> str:
    """The bcrypt hash of a password that we drew ourselves."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt()).decode("ascii")


def matches(account: Account, password: str) -> bool:
    """Whether `password` opens the account; 0.2 s, never on the event loop."""
    secret = password.strip().encode("utf-8", "replace")
    return len(secret) <= MAX_PASSWORD_BYTES and bcrypt.checkpw(secret, account.password_hash.encode())


def change_password(store: Store, name: str, new: str, *, kept_token: str | None, now: datetime) -> None:
    """Replace one's own password, the present one having been checked (access.confirms).

    Every session but that of `kept_token` ends. Raises Refused.
    """
    account = existing(store, name)
    if matches(account, new):
        raise Refused("Le nouveau mot de passe est le même que l'actuel.")
    hashed = hash_password(new, account.own_words)

    def write(transaction: Transaction) -> None:
        transaction.execute("account_set_password", name=account.name, password_hash=hashed)
        sessions.end_all(transaction, account.name, now, except_token=kept_token)
        transaction.execute("link_void", account_name=account.name, now=now)
        trace(transaction, "password.change", account.name, now=now, actor=account.name)

    in_transaction(store, write)


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
