"""Accounts: sound when created, traced, their passwords kept as hashes only."""

from datetime import datetime

import pytest

from dp_ruptures import accounts
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
