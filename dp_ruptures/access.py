"""Decides who may enter: the only door to streamlit-authenticator, sessions and roles.

streamlit-authenticator checks the password of one account read from the store and
fills its session fields; its JavaScript cookie is replaced by our own session, because
that cookie is readable by scripts and still opens the door after logout (pitfalls.md, b).
"""

from functools import cache

import bcrypt
import streamlit as st
from streamlit_authenticator.controllers import AuthenticationController

from dp_ruptures import accounts, clock, sessions, store
from dp_ruptures.rules.roles import may
from dp_ruptures.sessions import Person

__all__ = ["Person", "current_person", "log_in", "note_access", "require", "session_token"]


def session_token() -> str | None:
    """The token the browser sent when it opened this page."""
    return st.context.cookies.get(sessions.COOKIE)


def current_person() -> Person | None:
    """Who is logged in, asked of the store on every run so that an ended session ends at once."""
    token = session_token()
    return sessions.person_of(store.current(), token, clock.now()) if token else None


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

    An unknown or locked account costs the same bcrypt check as a wrong password,
    so that the time of the answer says nothing.
    """
    account = accounts.find(store.current(), name)
    if account is None or account.locked or len(password.encode()) > accounts.MAX_PASSWORD_BYTES:
        bcrypt.checkpw(b"-", _decoy_hash())
        return None
    credentials = {
        "usernames": {
            account.name: {
                "name": account.display_name,
                "email": account.email or "",
                "password": account.password_hash,
                "roles": [account.role],
            }
        }
    }
    controller = AuthenticationController(credentials, auto_hash=False)
    if not controller.login(account.name, password):
        return None
    return sessions.issue_ticket(store.current(), account.name, clock.now())


def note_access(person: Person, subject: str, purpose: str) -> None:
    """Write in the register that `person` looked at the individual data of `subject`."""
    store.current().execute(
        "access_insert", now=clock.now(), actor=person.name, subject=subject, purpose=purpose
    )


@cache
def _decoy_hash() -> bytes:
    return bcrypt.hashpw(b"decoy", bcrypt.gensalt())
