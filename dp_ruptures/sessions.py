"""Sessions kept on the server: a random token in the browser, its SHA-256 in the store.

A login in the page earns a ticket (30 s, once); a route of the server trades it for
the HttpOnly cookie that a Streamlit script cannot set itself (docs/adr/0004).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from dp_ruptures.store import Store, Transaction, in_transaction

COOKIE = "dp_session"
TICKET_LIFE = timedelta(seconds=30)
SESSION_LIFE = timedelta(days=7)


@dataclass(frozen=True)
class Person:
    """Who is in front of the screen; `finess` only for a pharmacist."""

    name: str
    display_name: str
    role: str
    finess: str | None


def issue_ticket(store: Store, account_name: str, now: datetime) -> str:
    """A ticket for the account that has just proved its password."""
    ticket = secrets.token_urlsafe(32)
    store.execute(
        "ticket_insert",
        ticket_sha256=_sha256(ticket),
        account_name=account_name,
        expires_at=now + TICKET_LIFE,
    )
    return ticket


def trade_ticket(store: Store, ticket: str, now: datetime) -> str | None:
    """A session token for a ticket that is known, fresh and unused; else None."""

    def trade(transaction: Transaction) -> str | None:
        rows = transaction.query("ticket_use", ticket_sha256=_sha256(ticket), now=now)
        if not rows:
            return None
        token = secrets.token_urlsafe(32)
        transaction.execute(
            "session_insert",
            token_sha256=_sha256(token),
            account_name=rows[0]["account_name"],
            now=now,
            expires_at=now + SESSION_LIFE,
        )
        return token

    return in_transaction(store, trade)


def person_of(store: Store, token: str, now: datetime) -> Person | None:
    """Whose live session `token` opens: not ended, not expired, account not locked."""
    rows = store.query("session_person", token_sha256=_sha256(token), now=now)
    return Person(**rows[0]) if rows else None


def end(store: Store, token: str, now: datetime) -> None:
    """End the session of `token`; a replay of the cookie is refused from now on."""
    store.execute("session_end", token_sha256=_sha256(token), now=now)


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
