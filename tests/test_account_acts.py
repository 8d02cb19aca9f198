"""What an administrator does to an account, and what nobody may do to themselves."""

from datetime import datetime

import pytest

from dp_ruptures import account_desk, accounts, acts, sessions
from dp_ruptures.account_acts import EndingSessions, Locking, NewRole, Unlocking
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy


def create(store: Store, name: str, role: str, now: datetime) -> None:
    accounts.create_with_password(
        store,
        name=name,
        role=role,
        finess=None,
        password=None,
        now=now,
        actor="t",
        email=f"{name}@exemple.fr",
    )


def do(store: Store, act: Act, now: datetime) -> None:
    acts.perform(store, act, acts.plan(store, act, now), now=now, actor="admin")


@pytest.fixture
def people(store: Store, now: datetime) -> Store:
    create(store, "admin", "admin", now)
    create(store, "ordre", "analyst", now)
    sessions.trade_ticket(store, sessions.issue_ticket(store, "ordre", now), now)
    return store


@pytest.mark.parametrize(
    ("act", "action"),
    [
        (Locking("ordre", "admin"), "account.lock"),
        (EndingSessions("ordre", "admin"), "sessions.end"),
        (NewRole("ordre", "admin", "ministry"), "account.role"),
    ],
)
def test_every_act_ends_the_sessions_and_is_one_line_of_the_register(
    people: Store, now: datetime, act: Act, action: str
) -> None:
    assert len(sessions.live(people, "ordre", now)) == 1
    do(people, act, now)
    assert sessions.live(people, "ordre", now) == []
    assert people.query("account_search", words="ordre", role="", now=now, size=9)[0]["sessions"] == 0
    lines = [row for row in people.query("audit_latest") if row["action"] == action]
    assert [(line["actor"], line["subject"]) for line in lines] == [("admin", "ordre")]


def test_a_locked_account_is_shown_first_and_let_in_again(people: Store, now: datetime) -> None:
    do(people, Locking("ordre", "admin"), now)
    first = account_desk.search(people, "", "", now)[0]
    assert (first["name"], account_desk.described(first)["État"]) == ("ordre", "bloqué")
    assert acts.plan(people, Locking("ordre", "admin"), now).changes == ()
    do(people, Unlocking("ordre", "admin"), now)
    found = accounts.find(people, "ordre")
    assert found is not None
    assert not found.locked


@pytest.mark.parametrize("act", [Locking("admin", "admin"), NewRole("admin", "admin", "analyst")])
def test_nobody_shuts_themselves_out(people: Store, now: datetime, act: Act) -> None:
    with pytest.raises(Refused, match="votre propre compte"):
        acts.plan(people, act, now)


def test_the_last_administrator_stays(people: Store, now: datetime) -> None:
    with pytest.raises(Refused, match="dernier compte d'administration"):
        acts.plan(people, Locking("admin", "somebody"), now)
    create(people, "admin2", "admin", now)
    assert acts.plan(people, Locking("admin", "admin2"), now).changes


def test_a_pharmacist_s_role_asks_for_a_pharmacy(people: Store, now: datetime) -> None:
    with pytest.raises(Refused, match="demande le numéro FINESS"):
        acts.plan(people, NewRole("ordre", "admin", "pharmacist"), now)
    finess = add_pharmacy(people, "01000230")
    do(people, NewRole("ordre", "admin", "pharmacist", finess), now)
    assert [row["finess"] for row in account_desk.search(people, finess, "", now)] == [finess]
    assert account_desk.search(people, finess, "analyst", now) == []


def test_a_new_account_has_a_drawn_password_and_a_sound_address(people: Store, now: datetime) -> None:
    name, secret = account_desk.create(people, "Dgs", "ministry", "", now=now, actor="admin")
    created = accounts.find(people, name)
    assert created is not None
    assert accounts.matches(created, secret)
    for role, email, word in [("pharmacist", "", "invitation"), ("analyst", "a@b, c@d", "mal écrit")]:
        with pytest.raises(Refused, match=word):
            account_desk.create(people, "autre", role, email, now=now, actor="admin")


def test_without_a_mail_server_no_link_leaves_and_it_is_said(
    people: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DP_RUPTURES_SMTP", raising=False)
    with pytest.raises(Refused, match="DP_RUPTURES_SMTP"):
        account_desk.send_link(people, "ordre", now=now)
    do(people, Locking("ordre", "admin"), now)
    with pytest.raises(Refused, match="bloqué"):
        account_desk.send_link(people, "ordre", now=now)
