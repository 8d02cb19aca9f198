"""Sessions: one ticket one session, idle and absolute ends, and what ends them all at once."""

from datetime import datetime, timedelta

import pytest

from dp_ruptures import accounts, sessions
from dp_ruptures.errors import Refused
from dp_ruptures.rules import session_life
from dp_ruptures.rules.device import describe
from dp_ruptures.sessions import Client
from dp_ruptures.store import Conflict, Store
from tests.conftest import add_pharmacy
from tests.test_accounts import create

FIREFOX = Client(
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "81.23.45.67"
)


def open_session(store: Store, now: datetime, client: Client = FIREFOX, name: str = "ordre") -> str:
    token = sessions.trade_ticket(store, sessions.issue_ticket(store, name, now, client), now, client)
    assert token is not None
    return token


def write(store: Store, statement: str) -> None:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)


def test_a_ticket_opens_one_session_once(store: Store, now: datetime) -> None:
    create(store, now)
    ticket = sessions.issue_ticket(store, "ordre", now, FIREFOX)
    token = sessions.trade_ticket(store, ticket, now, FIREFOX)
    assert token is not None
    person = sessions.person_of(store, token, now)
    assert person is not None
    assert (person.name, person.role, person.finess) == ("ordre", "analyst", None)
    assert sessions.trade_ticket(store, ticket, now, FIREFOX) is None


def test_a_ticket_dies_after_30_seconds(store: Store, now: datetime) -> None:
    create(store, now)
    ticket = sessions.issue_ticket(store, "ordre", now)
    assert sessions.trade_ticket(store, ticket, now + timedelta(seconds=30)) is None


def test_a_stolen_ticket_is_no_use_in_another_browser(store: Store, now: datetime) -> None:
    create(store, now)
    ticket = sessions.issue_ticket(store, "ordre", now, FIREFOX)
    assert sessions.trade_ticket(store, ticket, now, Client("curl/8", FIREFOX.address)) is None
    assert sessions.trade_ticket(store, ticket, now, FIREFOX) is not None


@pytest.mark.parametrize("token", ["", "forged", "' OR 1=1 --", "a\0b", "💊", "x" * 100_000])
def test_a_forged_token_opens_nothing(store: Store, now: datetime, token: str) -> None:
    create(store, now)
    open_session(store, now)
    assert sessions.person_of(store, token, now) is None
    assert sessions.trade_ticket(store, token, now) is None


def test_an_ended_session_is_refused_when_replayed(store: Store, now: datetime) -> None:
    create(store, now)
    token, other = open_session(store, now), open_session(store, now)
    sessions.end(store, token, now)
    assert sessions.person_of(store, token, now) is None
    assert sessions.person_of(store, other, now) is not None


def test_logging_out_ends_every_session_of_the_person_and_of_nobody_else(store: Store, now: datetime) -> None:
    create(store, now)
    create(store, now, name="admin", role="admin")
    here, elsewhere = open_session(store, now), open_session(store, now)
    neighbour = open_session(store, now, name="admin")
    sessions.log_out(store, here, now)
    assert [sessions.person_of(store, token, now) for token in (here, elsewhere)] == [None, None]
    assert sessions.person_of(store, neighbour, now) is not None


@pytest.mark.parametrize(
    ("role", "idle"), [("analyst", timedelta(hours=12)), ("pharmacist", timedelta(days=10))]
)
def test_a_session_ends_when_idle_and_slides_when_used(
    store: Store, now: datetime, role: str, idle: timedelta
) -> None:
    finess = add_pharmacy(store, "01000230") if role == "pharmacist" else None
    create(store, now, role=role, finess=finess)  # type: ignore[arg-type]
    token = open_session(store, now)
    almost = idle - timedelta(seconds=1)
    assert sessions.person_of(store, token, now + almost) is not None
    assert sessions.person_of(store, token, now + 2 * almost) is not None
    assert sessions.person_of(store, token, now + 2 * almost + idle) is None


def test_a_session_kept_alive_ends_after_thirty_days(store: Store, now: datetime) -> None:
    create(store, now)
    token = open_session(store, now)
    hours = range(0, 24 * 30, 11)
    assert all(sessions.person_of(store, token, now + timedelta(hours=n)) for n in hours)
    assert sessions.person_of(store, token, now + session_life.ABSOLUTE) is None


def test_a_visit_is_written_every_five_minutes_at_most(store: Store, now: datetime) -> None:
    create(store, now)
    token = open_session(store, now)
    for seconds, seen in (
        (299, now),
        (300, now + timedelta(seconds=300)),
        (400, now + timedelta(seconds=300)),
    ):
        sessions.person_of(store, token, now + timedelta(seconds=seconds))
        (session,) = sessions.live(store, "ordre", now)
        assert session.last_seen_at == seen


def test_a_conflict_on_the_visit_does_not_fail_the_page(
    store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(store, now)
    token = open_session(store, now)

    def conflict(name: str, **parameters: object) -> None:
        raise Conflict(name)

    monkeypatch.setattr(store, "execute", conflict)
    assert sessions.person_of(store, token, now + timedelta(hours=1)) is not None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account SET locked = TRUE WHERE name = 'ordre'",
        "UPDATE account SET role = 'ministry' WHERE name = 'ordre'",
        "UPDATE account SET password_hash = 'other' WHERE name = 'ordre'",
        "DELETE FROM account WHERE name = 'ordre'",
    ],
)
def test_a_changed_account_ends_its_sessions_whoever_changed_it(
    store: Store, now: datetime, change: str
) -> None:
    create(store, now)
    tokens = [open_session(store, now) for _ in range(2)]
    write(store, change)
    assert [sessions.person_of(store, token, now) for token in tokens] == [None, None]
    assert sessions.live(store, "ordre", now) == []


def test_changing_one_s_password_keeps_the_session_that_changed_it(store: Store, now: datetime) -> None:
    create(store, now)
    mine, other = open_session(store, now), open_session(store, now)
    write(store, "UPDATE account SET password_hash = 'new' WHERE name = 'ordre'")
    sessions.end_all(store, "ordre", now, except_token=mine)
    assert sessions.person_of(store, mine, now) is not None
    assert sessions.person_of(store, other, now) is None


def test_a_token_of_somebody_else_saves_no_session(store: Store, now: datetime) -> None:
    create(store, now)
    create(store, now, name="admin", role="admin")
    mine, theirs = open_session(store, now), open_session(store, now, name="admin")
    sessions.end_all(store, "ordre", now, except_token=theirs)
    assert sessions.person_of(store, mine, now) is None


def test_one_s_list_says_where_and_when_but_not_the_token(store: Store, now: datetime) -> None:
    create(store, now)
    mine = open_session(store, now)
    open_session(store, now - timedelta(hours=2), Client("", "2001:db8:1:2::3"))
    open_session(store, now - timedelta(hours=13))
    first, second = sessions.live(store, "ordre", now, mine)
    assert (first.device, first.network, first.is_current) == ("Firefox sous Windows", "81.23.45.x", True)
    assert (second.device, second.network, second.is_current) == ("Navigateur", "2001:db8:1::/48", False)
    assert mine not in repr(first)
    assert sessions.person_of(store, first.session_id, now) is None


def test_one_session_is_ended_by_its_owner_only(store: Store, now: datetime) -> None:
    create(store, now)
    create(store, now, name="admin", role="admin")
    token = open_session(store, now)
    (session,) = sessions.live(store, "ordre", now)
    assert not sessions.end_one(store, "admin", session.session_id, now)
    assert sessions.person_of(store, token, now) is not None
    assert sessions.end_one(store, "ordre", session.session_id, now)
    assert sessions.person_of(store, token, now) is None


def test_an_operator_ends_every_session_of_an_account(store: Store, now: datetime) -> None:
    create(store, now)
    tokens = [open_session(store, now) for _ in range(2)]
    accounts.end_sessions(store, "ordre", now=now, actor="t")
    assert [sessions.person_of(store, token, now) for token in tokens] == [None, None]
    with pytest.raises(Refused, match="n'existe pas"):
        accounts.end_sessions(store, "personne", now=now, actor="t")


def test_old_sessions_and_tickets_are_erased_and_live_ones_are_not(store: Store, now: datetime) -> None:
    create(store, now)
    open_session(store, now - session_life.ABSOLUTE)
    token = open_session(store, now)
    sessions.purge(store, now)
    assert sessions.person_of(store, token, now) is not None
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        assert cursor.execute("SELECT count(*) FROM session").fetchall() == [(1,)]
        assert cursor.execute("SELECT count(*) FROM login_ticket").fetchall() == [(1,)]


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge sous Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36", "Chrome sous Linux"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18.0 Safari/604.1", "Safari sous iPhone"),
        ("<script>alert(1)</script>", "Navigateur"),
        (None, "Navigateur"),
    ],
)
def test_a_browser_is_named_by_its_family(user_agent: str | None, name: str) -> None:
    assert describe(user_agent) == name
