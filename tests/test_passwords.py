"""The password rule of CNIL 2022-100, where it is pure and where it meets accounts."""

from datetime import datetime

import bcrypt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dp_ruptures import accounts, sessions
from dp_ruptures.demo_portal import DEFAULT_PASSWORD
from dp_ruptures.errors import Refused
from dp_ruptures.rules import password as rule
from dp_ruptures.store import Store
from tests.conftest import REAL_SALT

GOOD = "quatre mots sans lien"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "Tr0ub4dor&3xy",  # 13 characters of four kinds.
        "grenier violet sept",
        "8402957316042859",  # The 16 digits that the recommendation itself gives for 50 bits.
        DEFAULT_PASSWORD,
        "échafaudage ému",
        "brouette 🐢 lune",
    ],
)
def test_a_sound_password_is_taken(password: str) -> None:
    assert accounts.judge(password, ("010002301",)) is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "au moins 12"),
        ("Court1!", "au moins 12"),
        ("grenier gris", "trois sortes"),
        ("motdepasse2026!", "plus courants"),
        ("Mot de passe 2026", "plus courants"),
        ("P@ssw0rd123456", "plus courants"),
        ("AzertyAzerty1234", "plus courants"),
        ("azertyazertyazerty", "plus courants"),
        ("jetaimesandrine", "plus courants"),
        ("Soleil!!!!!!!2026", "plus courants"),
        ("aaaaaaaaaaaaaaaaaaaa", "se devine"),
        ("abcdefghijklmnopqr", "plus courants|se devine"),
        ("20262026202620262026", "se devine"),
        ("84029573160428", "se devine"),
        ("Ma Pharmacie du lac 7", "pharmacie"),
        ("vive DP-Ruptures 12", "dp-ruptures"),
        ("bonjour 010002301 !", "010002301"),
        ("Bonjour 01 000 23 01 !", "010002301"),
        (" grenier violet sept", "blanc"),
        ("grenier violet\0sept", "invisible"),
        ("grenier violet \ud83d sept", "invisible"),
        ("grenier violet\nsept", "invisible"),
        ("e" * 73, "72 octets"),
        ("é" * 37, "72 octets"),
        ("🐢" * 19, "un emoji 4"),
    ],
)
def test_an_unsound_password_is_refused_with_its_reason(password: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        accounts.hash_password(password, ("010002301",))


def test_the_hash_that_is_stored_takes_as_long_to_guess_as_bcrypt_advises(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bcrypt, "gensalt", REAL_SALT)
    assert accounts.hash_password(GOOD).startswith("$2b$12$")


def test_a_password_of_exactly_72_bytes_is_taken() -> None:
    assert accounts.judge(("grenier violet sept " * 4)[:71] + "x") is None


def test_the_account_s_own_name_is_refused_inside() -> None:
    assert "martin.dupont" in (accounts.judge("x7 Martin.Dupont 42 !", ("martin.dupont",)) or "")


def test_a_short_name_does_not_forbid_half_of_all_passwords() -> None:
    assert accounts.judge("grenier violet sept", ("gr",)) is None


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("", "insuffisante"),
        ("azerty", "insuffisante"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "insuffisante"),
        ("grenier violet", "correcte"),
        ("grenier violet sept", "bonne"),
        ("grenier violet sept lunes", "excellente"),
    ],
)
def test_strength_is_said_in_a_word(password: str, word: str) -> None:
    assert rule.strength(password) == word


@given(st.text(max_size=90))
def test_a_password_taken_is_never_weaker_than_50_bits_nor_cut_by_bcrypt(password: str) -> None:
    if accounts.judge(password) is None:
        assert rule.bits(password) >= rule.MIN_BITS
        assert len(password.encode()) <= rule.MAX_BYTES
        assert password == password.strip()


@given(st.text(max_size=40), st.integers(2, 4))
def test_repeating_a_password_adds_nothing(password: str, times: int) -> None:
    assert rule.bits(password * times) == rule.bits(password)


def test_the_list_of_common_passwords_is_long_and_clean() -> None:
    words = accounts.passwords._common()
    assert len(words) > 3000
    assert all(word == word.strip().lower() and " " not in word for word in words)
    assert {"motdepasse", "azertyuiop", "password", "doudou", "jetaime", "123456789"} <= words


def create(store: Store, now: datetime, name: str = "ordre") -> None:
    accounts.create_with_password(
        store, name=name, role="analyst", finess=None, password=GOOD, now=now, actor="t"
    )


def open_session(store: Store, now: datetime, name: str = "ordre") -> str:
    token = sessions.trade_ticket(store, sessions.issue_ticket(store, name, now), now)
    assert token is not None
    return token


def test_changing_one_s_password_keeps_this_session_and_ends_the_others(store: Store, now: datetime) -> None:
    create(store, now)
    here, elsewhere = open_session(store, now), open_session(store, now)
    accounts.change_password(store, "ordre", "cinq autres mots neufs", kept_token=here, now=now)
    assert sessions.person_of(store, here, now) is not None
    assert sessions.person_of(store, elsewhere, now) is None
    account = accounts.find(store, "ordre")
    assert account is not None
    assert accounts.matches(account, "cinq autres mots neufs")
    assert not accounts.matches(account, GOOD)
    done = [
        (row["subject"], row["detail"])
        for row in store.query("audit_latest")
        if row["action"] == "password.change"
    ]
    assert done == [("ordre", "")]


@pytest.mark.parametrize(
    ("new", "why"), [(GOOD, "le même"), ("court", "au moins 12"), ("x" * 73, "72 octets")]
)
def test_a_refused_change_changes_nothing(store: Store, now: datetime, new: str, why: str) -> None:
    create(store, now)
    token = open_session(store, now)
    before = accounts.find(store, "ordre")
    with pytest.raises(Refused, match=why):
        accounts.change_password(store, "ordre", new, kept_token=None, now=now)
    assert accounts.find(store, "ordre") == before
    assert sessions.person_of(store, token, now) is not None


def test_a_locked_account_loses_its_sessions_and_gets_them_not_back(store: Store, now: datetime) -> None:
    create(store, now)
    token = open_session(store, now)
    accounts.lock(store, "Ordre", now=now, actor="admin")
    assert sessions.person_of(store, token, now) is None
    accounts.unlock(store, "ordre", now=now, actor="admin")
    assert sessions.person_of(store, token, now) is None
    assert sessions.person_of(store, open_session(store, now), now) is not None
    done = {(row["actor"], row["action"], row["subject"]) for row in store.query("audit_latest")}
    assert {("admin", "account.lock", "ordre"), ("admin", "account.unlock", "ordre")} <= done


def test_another_role_ends_every_session_and_is_traced(store: Store, now: datetime) -> None:
    create(store, now)
    token = open_session(store, now)
    accounts.change_role(store, "ordre", "ministry", now=now, actor="admin")
    assert sessions.person_of(store, token, now) is None
    account = accounts.find(store, "ordre")
    assert account is not None
    assert account.role == "ministry"
    assert "analyst → ministry" in {row["detail"] for row in store.query("audit_latest")}


@pytest.mark.parametrize(
    ("role", "finess", "why"),
    [("king", None, "rôle"), ("pharmacist", None, "FINESS"), ("analyst", "010002301", "FINESS")],
)
def test_an_unsound_role_is_refused(
    store: Store, now: datetime, role: str, finess: str | None, why: str
) -> None:
    create(store, now)
    with pytest.raises(Refused, match=why):
        accounts.change_role(store, "ordre", role, finess=finess, now=now, actor="admin")


@pytest.mark.parametrize("name", ["", "a\0b", "🐢🐢", "x" * 90, "' OR 1=1 --", "\ud83d\ud83d"])
def test_a_strange_name_is_nobody_s(store: Store, now: datetime, name: str) -> None:
    assert accounts.find(store, name) is None
    with pytest.raises(Refused, match="n'existe pas"):
        accounts.lock(store, name, now=now, actor="admin")
