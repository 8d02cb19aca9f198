"""Sessions kept on the server: a random token in the browser, its SHA-256 in the store.

A login in the page earns a ticket (30 s, once, for that browser); a route of the server
trades it for the HttpOnly cookie that a Streamlit script cannot set itself (docs/adr/0004).
"""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dp_ruptures.digest import sha256
from dp_ruptures.rules import session_life
from dp_ruptures.rules.address import UNKNOWN, truncated
from dp_ruptures.rules.device import describe
from dp_ruptures.store import Conflict, Store, Transaction, in_transaction

# Over https the prefix makes the browser refuse a cookie set by a sub-domain or without Secure.
_HTTPS = os.environ.get("DP_RUPTURES_BASE_URL", "").startswith("https://")
COOKIE = "__Host-dp_session" if _HTTPS else "dp_session"
TICKET_LIFE = timedelta(seconds=30)
SESSION_LIFE = session_life.ABSOLUTE
# A closed session still tells the throttle that its network belongs; then it is erased.
KEPT = session_life.ABSOLUTE


@dataclass(frozen=True)
class Person:
    """Who is in front of the screen; `finess` only for a pharmacist."""

    name: str
    display_name: str
    role: str
    finess: str | None


@dataclass(frozen=True)
class Client:
    """The browser at the other end: its User-Agent header and its address."""

    user_agent: str = ""
    address: str = UNKNOWN


@dataclass(frozen=True)
class LiveSession:
    """One line of the person's own list. `session_id` names it and opens nothing."""

    session_id: str
    created_at: datetime
    last_seen_at: datetime
    device: str
    network: str
    is_current: bool


def issue_ticket(store: Store, account_name: str, now: datetime, client: Client | None = None) -> str:
    """A ticket for the account that has just proved itself; good in that browser only, if one is told."""
    ticket = secrets.token_urlsafe(32)
    store.execute(
        "ticket_insert",
        ticket_sha256=sha256(ticket),
        account_name=account_name,
        browser_sha256=_browser(client),
        expires_at=now + TICKET_LIFE,
    )
    return ticket


def trade_ticket(store: Store, ticket: str, now: datetime, client: Client | None = None) -> str | None:
    """A session token for a ticket that is known, fresh, unused and of this browser; else None."""
    token = secrets.token_urlsafe(32)

    def trade(transaction: Transaction) -> str | None:
        used = transaction.query(
            "ticket_use", ticket_sha256=sha256(ticket), browser_sha256=_browser(client), now=now
        )
        accounts = transaction.query("account_by_name", name=used[0]["account_name"]) if used else []
        if not accounts:
            return None
        transaction.execute("session_insert", **_row(accounts[0], token, now, client or Client()))
        return token

    return in_transaction(store, trade)


def person_of(store: Store, token: str, now: datetime) -> Person | None:
    """Whose session `token` opens, None once it ended, expired, idled, or the account changed.

    A change of role or password is noticed here whoever made it: the session keeps the mark
    of those it was opened under.
    """
    sessions = store.query("session_by_token", token_sha256=sha256(token), now=now)
    accounts = store.query("account_by_name", name=sessions[0]["account_name"]) if sessions else []
    if not accounts or accounts[0]["locked"] or not _holds({**sessions[0], **accounts[0]}, now):
        return None
    _note_visit(store, token, sessions[0]["last_seen_at"], now)
    return Person(**{field: accounts[0][field] for field in ("name", "display_name", "role", "finess")})


def live(store: Transaction, account_name: str, now: datetime, token: str | None = None) -> list[LiveSession]:
    """The sessions that still open the account, the latest used first; `token`'s is the current one."""
    return [
        LiveSession(
            session_id=row["session_id"],
            created_at=row["created_at"],
            last_seen_at=row["last_seen_at"],
            device=row["device"],
            network=row["network"],
            is_current=token is not None and row["token_sha256"] == sha256(token),
        )
        for row in store.query("session_live", account_name=account_name, now=now)
        if _holds(row, now)
    ]


def end(store: Transaction, token: str, now: datetime) -> None:
    """End the session of `token`; a replay of the cookie is refused from now on."""
    store.execute("session_end", token_sha256=sha256(token), now=now)


def end_one(store: Transaction, account_name: str, session_id: str, now: datetime) -> bool:
    """End one session of that account; whether there was one to end."""
    return bool(store.query("session_end_one", account_name=account_name, session_id=session_id, now=now))


def end_all(store: Transaction, account_name: str, now: datetime, except_token: str | None = None) -> None:
    """End every session of the account, at their next run.

    `except_token`: the session of the person who has just changed their own password; it goes
    on under the new one. Call it after the new password is written.
    """
    if except_token is None:
        store.execute("session_end_all", account_name=account_name, now=now)
        return
    kept = sha256(except_token)
    store.execute("session_end_others", account_name=account_name, kept_sha256=kept, now=now)
    for account in store.query("account_by_name", name=account_name):
        mark = sha256(account["password_hash"])
        store.execute("session_renew", account_name=account_name, token_sha256=kept, password_mark=mark)


def log_out(store: Store, token: str, now: datetime) -> None:
    """What « Se déconnecter » does: every session of the person ends, a forgotten one too."""

    def leave(transaction: Transaction) -> None:
        for row in transaction.query("session_account", token_sha256=sha256(token)):
            end_all(transaction, row["account_name"], now)

    in_transaction(store, leave)


def purge(store: Store, now: datetime) -> None:
    """Erase tickets of yesterday and sessions past their absolute end and the throttle's use of them."""
    store.execute("ticket_purge", before=now - timedelta(days=1))
    store.execute("session_purge", before=now - KEPT)


def _holds(row: dict[str, Any], now: datetime) -> bool:
    unchanged = row["role"] == row["role_then"] and sha256(row["password_hash"]) == row["password_mark"]
    return unchanged and session_life.is_live(row["role"], row["last_seen_at"], row["expires_at"], now)


def _note_visit(store: Store, token: str, last_seen: datetime, now: datetime) -> None:
    if not session_life.is_to_note(last_seen, now):
        return
    try:
        store.execute("session_seen", token_sha256=sha256(token), now=now)
    except Conflict:
        # Two tabs came by together and the other one noted it: no reason to fail a page.
        return


def _row(account: dict[str, Any], token: str, now: datetime, client: Client) -> dict[str, Any]:
    return {
        "token_sha256": sha256(token),
        "session_id": secrets.token_hex(6),
        "account_name": account["name"],
        "role": account["role"],
        "password_mark": sha256(account["password_hash"]),
        "device": describe(client.user_agent),
        "network": truncated(client.address),
        "now": now,
        "expires_at": now + SESSION_LIFE,
    }


def _browser(client: Client | None) -> str:
    # Not the address: a browser may open its websocket over IPv6 and its requests over IPv4.
    return sha256(client.user_agent) if client else ""
