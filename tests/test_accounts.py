"""Accounts and sessions: hashed secrets, one ticket one session, ended means ended."""

from datetime import datetime, timedelta

import pytest

from dp_ruptures import accounts, sessions
from dp_ruptures.errors import Refused
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy

PASSWORD = "un mot de passe long"


def create(store: Store, now: datetime, name: str = "ordre", role: str = "analyst", **more: str) -> str:
    options = {"finess": None, "password": PASSWORD, **more}
    return accounts.create_with_password(store, name=name, role=role, now=now, actor="t", **options)[1]  # type: ignore[arg-type]


def test_a_password_is_stored_as_bcrypt_only(store: Store, now: datetime) -> None:
    create(store, now)
    account = accounts.find(store, " ORDRE ")
    assert account is not None
    assert account.password_hash.startswith("$2b$")
    assert PASSWORD not in repr(account)


def test_without_a_password_a_strong_one_is_drawn(store: Store, now: datetime) -> None:
    secret = create(store, now, password=None)  # type: ignore[arg-type]
    assert len(secret) >= 20
    assert secret != create(store, now, name="autre", password=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "role", "finess", "password", "why"),
    [
        ("ordre", "king", None, PASSWORD, "rôle"),
        ("avec blanc", "analyst", None, PASSWORD, "identifiant"),
        ("x", "analyst", None, PASSWORD, "identifiant"),
        ("officine", "pharmacist", None, PASSWORD, "FINESS"),
        ("officine", "pharmacist", "010002343", PASSWORD, "FINESS"),
        ("ordre", "analyst", "010002301", PASSWORD, "FINESS"),
        ("ordre", "analyst", None, "court", "12 caractères"),
        ("ordre", "analyst", None, "é" * 37, "72 octets"),
    ],
)
def test_an_unsound_account_is_refused_in_french(  # noqa: PLR0917
    store: Store, now: datetime, name: str, role: str, finess: str | None, password: str, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        create(store, now, name, role, finess=finess, password=password)  # type: ignore[arg-type]
    assert accounts.find(store, name) is None


def test_a_name_is_taken_once(store: Store, now: datetime) -> None:
    create(store, now)
    with pytest.raises(Refused, match="existe déjà"):
        create(store, now, name="Ordre")


def test_creating_an_account_is_traced(store: Store, now: datetime) -> None:
    create(store, now)
    assert store.query("audit_latest")[0]["action"] == "account.create"


def test_a_pharmacy_s_account_carries_its_finess_and_name(store: Store, now: datetime) -> None:
    finess = add_pharmacy(store, "01000230", name="Pharmacie du Lac")
    create(store, now, name="officine", role="pharmacist", finess=finess)
    account = accounts.find(store, "officine")
    assert account is not None
    assert (account.finess, account.display_name) == (finess, "Pharmacie du Lac")


def open_session(store: Store, now: datetime) -> str:
    token = sessions.trade_ticket(store, sessions.issue_ticket(store, "ordre", now), now)
    assert token is not None
    return token


def test_a_ticket_opens_one_session_once(store: Store, now: datetime) -> None:
    create(store, now)
    ticket = sessions.issue_ticket(store, "ordre", now)
    token = sessions.trade_ticket(store, ticket, now)
    assert token is not None
    person = sessions.person_of(store, token, now)
    assert person is not None
    assert (person.name, person.role, person.finess) == ("ordre", "analyst", None)
    assert sessions.trade_ticket(store, ticket, now) is None


def test_a_ticket_dies_after_30_seconds(store: Store, now: datetime) -> None:
    create(store, now)
    ticket = sessions.issue_ticket(store, "ordre", now)
    assert sessions.trade_ticket(store, ticket, now + timedelta(seconds=31)) is None


@pytest.mark.parametrize("token", ["", "forged", "' OR 1=1 --"])
def test_a_forged_token_opens_nothing(store: Store, now: datetime, token: str) -> None:
    create(store, now)
    assert sessions.person_of(store, token, now) is None


def test_an_ended_session_is_refused_when_replayed(store: Store, now: datetime) -> None:
    create(store, now)
    token, other = open_session(store, now), open_session(store, now)
    sessions.end(store, token, now)
    assert sessions.person_of(store, token, now) is None
    assert sessions.person_of(store, other, now) is not None


def test_a_session_expires(store: Store, now: datetime) -> None:
    create(store, now)
    token = open_session(store, now)
    assert sessions.person_of(store, token, now + sessions.SESSION_LIFE) is None


def test_an_operator_ends_every_session_of_an_account(store: Store, now: datetime) -> None:
    create(store, now)
    tokens = [open_session(store, now) for _ in range(2)]
    accounts.end_sessions(store, "ordre", now=now, actor="t")
    assert [sessions.person_of(store, token, now) for token in tokens] == [None, None]
    with pytest.raises(Refused, match="n'existe pas"):
        accounts.end_sessions(store, "personne", now=now, actor="t")
