"""Invitations and forgotten passwords: one letter each, one-time links, nothing said about who exists."""

import logging
import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dp_ruptures import accounts, forgotten, invitations, links, mail, sessions
from dp_ruptures.errors import Refused
from dp_ruptures.mail import MailDown, Outbox, read_server
from dp_ruptures.progress import silent
from dp_ruptures.reminder_report import Zone
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy
from tests.postbox import Post, Postbox

PASSWORD = "quatre mots sans lien"
NEW = "cinq autres mots neufs"
_KEY = re.compile(r"http://localhost:8501/lien\?cle=([\w-]{43})\s")


@pytest.fixture
def post() -> Iterator[Post]:
    with Post(Postbox()) as running:
        yield running


def outbox(post: Post) -> Outbox:
    return Outbox(read_server(post.url()), "DP-Ruptures <ne-pas-repondre@exemple.fr>")


def pharmacies(store: Store, count: int) -> list[str]:
    return [
        add_pharmacy(store, f"010{number:05d}", name=f"Pharmacie {number}", email=f"o{number}@exemple.fr")
        for number in range(count)
    ]


def invite(store: Store, post: Post, now: datetime, **options: Any) -> dict[str, Any]:
    asked = {"finess": None, "again": False, "now": now, "actor": "commande", "progress": silent, **options}
    return invitations.invite(store, outbox(post), **asked)


def key(post: Post, which: int = -1) -> str:
    found = _KEY.search(post.box.letters[which].get_content())
    assert found is not None
    return found[1]


def create(store: Store, now: datetime, name: str = "ordre", **more: Any) -> None:
    asked = {"role": "analyst", "finess": None, "password": PASSWORD, "email": "ordre@exemple.fr", **more}
    accounts.create_with_password(store, name=name, now=now, actor="t", **asked)


def test_a_pharmacy_is_invited_and_opens_its_account(store: Store, post: Post, now: datetime) -> None:
    (finess,) = pharmacies(store, 1)
    report = invite(store, post, now, finess=finess)
    assert (report["invited"], report["message"]) == (1, "1\u00a0invitation envoyée.")
    text = post.box.letters[0].get_content()
    assert f"Identifiant : {finess.lower()}" in text
    assert "25 nov. 2026" in text
    assert "0800 083 200" in text
    assert links.use(store, key(post), PASSWORD, now) == finess.lower()
    account = accounts.find(store, finess)
    assert account is not None
    assert (account.role, account.finess, account.display_name) == ("pharmacist", finess, "Pharmacie 0")
    assert accounts.matches(account, PASSWORD)
    done = {(row["action"], row["subject"]) for row in store.query("audit_latest")}
    name = finess.lower()
    assert {("link.invitation", name), ("account.create", name), ("password.set", name)} <= done


def test_no_account_exists_before_the_link_is_used(store: Store, post: Post, now: datetime) -> None:
    (finess,) = pharmacies(store, 1)
    invite(store, post, now)
    assert accounts.find(store, finess) is None


def test_everybody_once_and_the_others_are_reported(store: Store, post: Post, now: datetime) -> None:
    with_account, _, locked, refused = pharmacies(store, 4)
    without = add_pharmacy(store, "01000900", email=None)
    add_pharmacy(store, "01000901", email="x@exemple.fr", closed_on=date(2026, 1, 1))
    create(store, now, "lac", role="pharmacist", finess=with_account)
    create(store, now, "mer", role="pharmacist", finess=locked)
    accounts.lock(store, "mer", now=now, actor="t")
    post.box.refused.add("o3@exemple.fr")
    report = invite(store, post, now)
    assert (report["invited"], report["already"], report["locked"]) == (1, 1, 1)
    assert report["without_email"] == [without]
    assert [row["finess"] for row in report["refused"]] == [refused]
    assert post.box.recipients == ["o1@exemple.fr"]


def test_a_second_run_invites_nobody_again_until_asked_or_expired(
    store: Store, post: Post, now: datetime
) -> None:
    pharmacies(store, 3)
    invite(store, post, now)
    assert invite(store, post, now)["invited"] == 0
    assert invite(store, post, now, again=True)["invited"] == 3
    assert invite(store, post, now + timedelta(days=8))["invited"] == 3
    assert post.box.connections == 3


def test_again_writes_to_an_existing_account_under_its_own_name(
    store: Store, post: Post, now: datetime
) -> None:
    (finess,) = pharmacies(store, 1)
    create(store, now, "lac", role="pharmacist", finess=finess)
    invite(store, post, now, again=True)
    assert links.use(store, key(post), NEW, now) == "lac"
    account = accounts.find(store, "lac")
    assert account is not None
    assert accounts.matches(account, NEW)


def test_a_run_goes_on_where_the_server_gave_up(store: Store, post: Post, now: datetime) -> None:
    pharmacies(store, 10)
    post.box.break_before = {5, 6}
    with pytest.raises(Refused, match="Il en reste 6 : relancez la même commande"):
        invite(store, post, now)
    assert invite(store, post, now)["invited"] == 6
    assert sorted(post.box.recipients) == sorted(f"o{number}@exemple.fr" for number in range(10))


class Killed(BaseException):
    """What a kill -9 looks like from inside: nothing after it runs."""


def test_a_kill_between_letter_and_record_repeats_one_letter_at_most(
    store: Store, post: Post, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    pharmacies(store, 6)
    noted = links.note_sent
    calls = []

    def killed_at_the_third(*arguments: Any, **more: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        noted(*arguments, **more)

    monkeypatch.setattr(links, "note_sent", killed_at_the_third)
    with pytest.raises(Killed):
        invite(store, post, now)
    invite(store, post, now)
    recipients = post.box.recipients
    assert set(recipients) == {f"o{number}@exemple.fr" for number in range(6)}
    assert len(recipients) == 7
    repeated = [i for i, to in enumerate(recipients) if recipients.count(to) == 2]
    # Whichever of the two the pharmacy opens works; the other one is spent with it.
    links.use(store, key(post, repeated[0]), PASSWORD, now)
    with pytest.raises(Refused, match="déjà servi"):
        links.read(store, key(post, repeated[1]), now)


def test_a_zone_is_invited_and_no_other(store: Store, post: Post, now: datetime) -> None:
    pharmacies(store, 2)
    add_pharmacy(store, "48000001", department_code="48", email="lozere@exemple.fr")
    zone = Zone("Lozère", ("48",))
    assert invite(store, post, now, zone=zone)["invited"] == 1
    assert post.box.recipients == ["lozere@exemple.fr"]
    assert invite(store, post, now)["invited"] == 2, "everywhere unless a zone is asked"


def test_two_runs_at_once_are_refused(store: Store, post: Post, now: datetime) -> None:
    pharmacies(store, 2)

    def second(label: str, done: int, total: int) -> None:
        with pytest.raises(Refused, match="déjà en cours"):
            invite(store, post, now)

    invite(store, post, now, progress=second)
    assert len(post.box.letters) == 2


def test_a_run_tells_how_far_it_is(store: Store, post: Post, now: datetime) -> None:
    pharmacies(store, 25)
    told: list[tuple[str, int, int]] = []
    invite(store, post, now, progress=lambda *step: told.append(step))
    assert told == [("Invitations", 20, 25), ("Invitations", 25, 25)]


@pytest.mark.parametrize("finess", ["010000001", "pas un numéro", "", "010002301"])
def test_nobody_unknown_is_invited(store: Store, post: Post, now: datetime, finess: str) -> None:
    with pytest.raises(Refused):
        invite(store, post, now, finess=finess)


# One-time links


@pytest.fixture
def link(store: Store, post: Post, now: datetime) -> str:
    """A link that « ordre » asked for, in its mailbox."""
    create(store, now)
    assert forgotten.answer(store, outbox(post), "Ordre ", now)
    return key(post)


def open_session(store: Store, now: datetime, name: str = "ordre") -> str:
    token = sessions.trade_ticket(store, sessions.issue_ticket(store, name, now), now)
    assert token is not None
    return token


def test_a_forgotten_password_is_replaced_and_every_session_ends(
    store: Store, now: datetime, link: str
) -> None:
    token = open_session(store, now)
    links.use(store, link, NEW, now)
    assert sessions.person_of(store, token, now) is None
    account = accounts.find(store, "ordre")
    assert account is not None
    assert accounts.matches(account, NEW)
    assert not accounts.matches(account, PASSWORD)


def test_a_used_link_is_refused(store: Store, now: datetime, link: str) -> None:
    links.use(store, link, NEW, now)
    for act in (lambda: links.read(store, link, now), lambda: links.use(store, link, PASSWORD, now)):
        with pytest.raises(Refused, match="déjà servi.*0800 083 200"):
            act()


def test_an_expired_link_is_refused(store: Store, now: datetime, link: str) -> None:
    links.read(store, link, now + timedelta(minutes=59))
    with pytest.raises(Refused, match="expiré.*0800 083 200"):
        links.use(store, link, NEW, now + timedelta(hours=1))


@pytest.mark.parametrize("forged", ["", "x", "a\0b", "🐢", "\ud83d", "' OR 1=1 --", "x" * 10_000])
def test_an_unknown_link_is_refused(store: Store, now: datetime, link: str, forged: str) -> None:
    with pytest.raises(Refused, match="n'existe pas.*0800 083 200"):
        links.use(store, forged, NEW, now)


def test_a_link_opens_its_own_account_only(store: Store, now: datetime, link: str) -> None:
    create(store, now, "ministere", role="ministry")
    before = accounts.find(store, "ministere")
    assert links.use(store, link, NEW, now) == "ordre"
    assert accounts.find(store, "ministere") == before


def test_a_refused_password_leaves_the_link_good(store: Store, now: datetime, link: str) -> None:
    with pytest.raises(Refused, match="12 caractères"):
        links.use(store, link, "court", now)
    links.use(store, link, NEW, now)


def test_a_new_password_voids_the_links_sent_before(
    store: Store, post: Post, now: datetime, link: str
) -> None:
    accounts.change_password(store, "ordre", NEW, kept_token=None, now=now)
    with pytest.raises(Refused, match="déjà servi"):
        links.read(store, link, now)


def test_a_locked_account_is_not_opened_by_a_link(store: Store, now: datetime, link: str) -> None:
    accounts.lock(store, "ordre", now=now, actor="t")
    with pytest.raises(Refused, match="fermé.*0800 083 200"):
        links.use(store, link, NEW, now)


def test_the_store_keeps_no_link(store: Store, link: str) -> None:
    kept = store._connection.execute("SELECT * FROM one_time_link").fetchall()  # type: ignore[attr-defined]
    trace = [tuple(row.values()) for row in store.query("audit_latest")]
    assert link not in repr(kept)
    assert link not in repr(trace)


# Forgotten passwords


def test_nothing_is_sent_to_who_is_unknown_locked_or_without_address(
    store: Store, post: Post, now: datetime
) -> None:
    create(store, now, "muet", email=None)
    create(store, now, "ferme")
    accounts.lock(store, "ferme", now=now, actor="t")
    (finess,) = pharmacies(store, 1)
    for name in ("personne", "muet", "ferme", finess, "", "a\0b", "🐢🐢"):
        assert not forgotten.answer(store, outbox(post), name, now)
    assert post.box.letters == []


def test_three_letters_an_hour_and_no_more(store: Store, post: Post, now: datetime) -> None:
    create(store, now)
    sent = [forgotten.answer(store, outbox(post), "ordre", now) for _ in range(5)]
    assert sent == [True, True, True, False, False]
    assert forgotten.answer(store, outbox(post), "ordre", now + timedelta(minutes=61))


def test_an_invited_pharmacy_may_ask_for_its_expired_invitation_again(
    store: Store, post: Post, now: datetime
) -> None:
    (finess,) = pharmacies(store, 1)
    invite(store, post, now)
    later = now + timedelta(days=30)
    assert forgotten.answer(store, outbox(post), finess, later)
    assert links.use(store, key(post), PASSWORD, later) == finess.lower()


def test_a_pharmacist_is_written_to_at_the_pharmacy_s_address(
    store: Store, post: Post, now: datetime
) -> None:
    (finess,) = pharmacies(store, 1)
    create(store, now, "lac", role="pharmacist", finess=finess, email=None)
    assert forgotten.answer(store, outbox(post), "lac", now)
    assert post.box.recipients == ["o0@exemple.fr"]


def test_asking_returns_at_once_and_the_letter_follows(
    process_store: Store, post: Post, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(process_store, now)
    monkeypatch.setenv("DP_RUPTURES_SMTP", post.url())
    seconds = {}
    for name in ("personne", "ordre"):
        before = time.perf_counter()
        forgotten.ask(name, f"192.0.2.{len(seconds)}")
        seconds[name] = time.perf_counter() - before
    assert max(seconds.values()) < 0.05
    deadline = time.monotonic() + 10
    while not post.box.letters and time.monotonic() < deadline:
        time.sleep(0.02)
    assert post.box.recipients == ["ordre@exemple.fr"]


def test_a_letter_that_cannot_leave_is_logged_without_a_name(
    process_store: Store, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    create(process_store, now)

    def down() -> Outbox:
        raise MailDown("smtp://ordre:secret@hôte")

    monkeypatch.setattr(mail, "outbox", down)
    with caplog.at_level(logging.ERROR):
        forgotten._room.acquire()
        forgotten._answer("ordre")
    assert "MailDown" in caplog.text
    assert "ordre" not in caplog.text
    assert "secret" not in caplog.text


class Taken:
    """A desk that only takes."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def submit(self, act: object, name: str) -> None:
        self.names.append(name)


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Taken]:
    taken = Taken()
    monkeypatch.setattr(forgotten, "_desk", taken)
    monkeypatch.setattr(forgotten, "_asked", {})
    yield taken
    for _ in taken.names:
        forgotten._room.release()


def test_a_flood_of_requests_is_dropped_not_kept(desk: Taken) -> None:
    for number in range(600):
        forgotten.ask(f"nom{number}", f"192.0.2.{number}")
    assert len(desk.names) == forgotten._MOST_WAITING


def test_one_address_cannot_have_everybody_written_to(desk: Taken) -> None:
    for number in range(100):
        forgotten.ask(f"nom{number}", "192.0.2.1")
    forgotten.ask("voisin", "192.0.2.2")
    assert len(desk.names) == forgotten.REQUESTS_PER_ADDRESS + 1


def test_a_letter_says_nothing_it_should_not(store: Store, post: Post, now: datetime, link: str) -> None:
    text = post.box.letters[-1].get_content()
    assert PASSWORD not in text
    assert "Vous n'avez rien demandé ?" in text
