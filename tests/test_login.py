"""The login door: one check whatever is asked, one sentence, nothing printed, nothing learnt."""

from collections.abc import Iterator
from datetime import datetime

import bcrypt
import pytest
import streamlit as st
from streamlit_authenticator.utilities import Hasher

from dp_ruptures import access, sessions, visit
from dp_ruptures.errors import Refused
from dp_ruptures.rules.throttle import FREE_OWN
from dp_ruptures.sessions import Client
from dp_ruptures.store import Store
from tests.conftest import REAL_SALT
from tests.test_accounts import PASSWORD, create


@pytest.fixture
def real_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes as costly as the portal's own, which the other tests spare themselves."""
    monkeypatch.setattr(bcrypt, "gensalt", REAL_SALT)


@pytest.fixture
def door(process_store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The process's store with one account, a visitor at a fixed address."""
    create(process_store, now)
    monkeypatch.setattr(visit, "of_run", lambda: Client("Firefox", "81.23.45.67"))
    yield process_store
    st.session_state.clear()


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The hash of each bcrypt check made."""
    made: list[bytes] = []
    real = bcrypt.checkpw

    def check(password: bytes, hashed: bytes) -> bool:
        made.append(hashed)
        return real(password, hashed)

    monkeypatch.setattr(bcrypt, "checkpw", check)
    return made


def test_the_right_password_opens_and_fills_the_library_s_session_fields(door: Store, now: datetime) -> None:
    ticket = access.log_in(" Ordre ", PASSWORD)
    assert ticket is not None
    assert st.session_state["authentication_status"] is True
    assert st.session_state["username"] == "ordre"
    assert sessions.trade_ticket(door, ticket, now, Client("Firefox")) is not None


def said(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What was printed, but for Streamlit's own remark on running without a browser."""
    out, err = capfd.readouterr()
    return [line for line in (out + err).splitlines() if "missing ScriptRunContext" not in line]


@pytest.mark.usefixtures("real_cost")
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ordre", "pas le bon mot de passe"),
        ("personne", PASSWORD),
        ("ordre", "x" * 73),
        ("ordre", "é" * 37),
        ("ordre", PASSWORD + "\0"),
        ("ordre", "💊" * 10),
        ("or\0dre", PASSWORD),
        ("💊" * 50, PASSWORD),
        ("ordre' OR 1=1 --", PASSWORD),
        ("\ud83d", "\ud83d"),
        ("x" * 100_000, "y" * 100_000),
    ],
)
def test_anything_else_is_refused_in_silence_after_one_check(
    door: Store, checks: list[bytes], capfd: pytest.CaptureFixture[str], name: str, password: str
) -> None:
    assert access.log_in(name, password) is None
    assert len(checks) == 1
    # The same cost whatever was asked: bcrypt's prefix and rounds.
    assert checks[0].startswith(b"$2b$12$")
    assert said(capfd) == []


@pytest.mark.parametrize("damage", ["locked = TRUE", "password_hash = ''", "password_hash = '$2b$12$short'"])
def test_a_locked_or_damaged_account_answers_as_an_unknown_one(
    door: Store, checks: list[bytes], capfd: pytest.CaptureFixture[str], damage: str
) -> None:
    with door._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"UPDATE account SET {damage}")
    assert access.log_in("ordre", PASSWORD) is None
    assert len(checks) == 1
    assert said(capfd) == []


@pytest.mark.parametrize("name", ["ordre", "personne"])
def test_after_five_failures_the_right_password_is_not_even_checked(
    door: Store, checks: list[bytes], name: str
) -> None:
    for _ in range(FREE_OWN):
        assert access.log_in(name, "faux") is None
    with pytest.raises(Refused, match=r"^Trop d'essais : celui-ci n'a pas été vérifié\. Réessayez dans \d"):
        access.log_in(name, PASSWORD)
    assert len(checks) == FREE_OWN


def test_a_line_too_long_is_said_and_leaves_no_place_taken(
    door: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "LONGEST_LINE_SECONDS", 0.01)
    for _ in range(access.CHECKS_AT_ONCE):
        access._lines[False].acquire()
    with pytest.raises(Refused, match="Beaucoup de connexions"):
        access.log_in("ordre", PASSWORD)
    for _ in range(access.CHECKS_AT_ONCE):
        access._lines[False].release()
    assert access.log_in("ordre", PASSWORD) is not None


@pytest.mark.usefixtures("real_cost")
def test_the_decoy_is_a_hash_as_costly_as_a_real_one() -> None:
    assert access._BCRYPT.fullmatch(access._DECOY)
    assert access._DECOY[:7] == Hasher.hash("x")[:7]
