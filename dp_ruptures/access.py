"""Decides who may enter: the only door to streamlit-authenticator, sessions and roles.

streamlit-authenticator checks the password of one account read from the store and
fills its session fields; its JavaScript cookie is replaced by our own session, because
that cookie is readable by scripts and still opens the door after logout (pitfalls.md, b).
"""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from math import ceil

import bcrypt
import streamlit as st
from streamlit_authenticator.controllers import AuthenticationController

from dp_ruptures import accounts, clock, french, sessions, store, throttle, visit
from dp_ruptures.accounts import Account
from dp_ruptures.errors import Refused
from dp_ruptures.rules.roles import may
from dp_ruptures.sessions import Client, Person
from dp_ruptures.throttle import Visitor

__all__ = [
    "Person",
    "confirms",
    "current_person",
    "log_in",
    "note_access",
    "require",
    "session_ended",
    "session_token",
]

# A bcrypt check takes 0.2 s of one core, outside the interpreter's lock. Half of the cores for
# strangers, so that their storm leaves the portal the others, and a line apart for known browsers.
CHECKS_AT_ONCE = max(1, (os.cpu_count() or 2) // 2)
LONGEST_LINE_SECONDS = 20
_lines = {trusted: threading.BoundedSemaphore(CHECKS_AT_ONCE) for trusted in (True, False)}

# What the controller would meet anything else with is an exception, printed.
_BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}")
# The hash of a drawn password nobody kept; checked when there is nothing to check, for the time it takes.
_DECOY = "$2b$12$x4.toMl6SPH.S5XLUFc/peWuoOSlZoSfCghIqITzkgk/QM5SixBaa"


def session_token() -> str | None:
    """The token the browser sent when it opened this page."""
    return st.context.cookies.get(sessions.COOKIE)


def current_person() -> Person | None:
    """Who is logged in, asked of the store on every run so that an ended session ends at once."""
    token = session_token()
    person = sessions.person_of(store.current(), token, clock.now()) if token else None
    if person is None and st.session_state.get("authentication_status"):
        AuthenticationController({"usernames": {}}, auto_hash=False).logout()
    return person


def session_ended() -> bool:
    """Whether this tab came with a session that opens nothing any more."""
    return bool(session_token()) and current_person() is None


def require(permission: str) -> Person:
    """First line of every page: the person, or a refusal on screen and the end of the run."""
    person = current_person()
    if person is None:
        st.error("Votre session est terminée. Rechargez la page pour vous connecter.")
        st.stop()
    if not may(person.role, permission):
        st.error("Cette page n'est pas ouverte à votre compte.")
        st.stop()
    return person


def log_in(name: str, password: str) -> str | None:
    """Check one account's password; a session ticket when it holds, else None.

    Raises Refused when it is too early to try, in the same words whether the account exists or
    not; and when too many others are logging in.
    """
    client = visit.of_run()
    account = _checked(_visitor(name, client), password)
    if account is None:
        return None
    return sessions.issue_ticket(store.current(), account.name, clock.now(), client)


def confirms(person: Person, password: str) -> bool:
    """Whether this is the person's own password; counted and slowed down like a login. Raises Refused."""
    return _checked(_visitor(person.name, visit.of_run()), password) is not None


def note_access(person: Person, subject: str, purpose: str) -> None:
    """Write in the register that `person` looked at the individual data of `subject`."""
    store.current().execute(
        "access_insert", now=clock.now(), actor=person.name, subject=subject, purpose=purpose
    )


def _visitor(name: str, client: Client) -> Visitor:
    return Visitor(name, client.address, st.context.cookies.get(visit.DEVICE_COOKIE))


def _checked(visitor: Visitor, password: str) -> Account | None:
    """The account whose password this is, None when it is not; throttled. Raises Refused."""
    # The machine's clock: under DP_RUPTURES_NOW a delay would never elapse.
    trusted = throttle.is_trusted(store.current(), visitor, clock.machine_now())
    with _turn_in_line(trusted):
        now = clock.machine_now()
        opening = throttle.admit(store.current(), visitor, now)
        if opening is not None:
            raise Refused(_too_soon(opening, now))
        account = accounts.find(store.current(), visitor.name)
        if not _opens(account, password):
            return None
    throttle.succeeded(store.current(), visitor, clock.machine_now())
    return account


def _opens(account: Account | None, password: str) -> bool:
    """One bcrypt check whatever is asked, so that the time of the answer says nothing."""
    readable = len(password.strip().encode("utf-8", "replace")) <= accounts.MAX_PASSWORD_BYTES
    if account is None or account.locked or not readable or not _BCRYPT.fullmatch(account.password_hash):
        bcrypt.checkpw(b"-", _DECOY.encode())
        return False
    return bool(
        AuthenticationController(_credentials(account), auto_hash=False).login(account.name, password)
    )


def _credentials(account: Account) -> dict[str, object]:
    return {
        "usernames": {
            account.name: {
                "name": account.display_name,
                "email": account.email or "",
                "password": account.password_hash,
                "roles": [account.role],
            }
        }
    }


@contextmanager
def _turn_in_line(trusted: bool) -> Iterator[None]:
    if not _lines[trusted].acquire(timeout=LONGEST_LINE_SECONDS):
        raise Refused("Beaucoup de connexions en ce moment. Réessayez dans une minute.")
    try:
        yield
    finally:
        _lines[trusted].release()


def _too_soon(opening: datetime, now: datetime) -> str:
    seconds = ceil((opening - now).total_seconds())
    wait = french.plural(seconds, "seconde") if seconds < 60 else french.plural(ceil(seconds / 60), "minute")
    return f"Trop d'essais : celui-ci n'a pas été vérifié. Réessayez dans {wait}."
