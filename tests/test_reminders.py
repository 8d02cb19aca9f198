"""Reminders: once each, two a week, never after an answer, taken up again after a kill."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from dp_ruptures import cli, operations, reminders, response_terms, shortage_acts
from dp_ruptures.errors import Refused
from dp_ruptures.mail import MailDown, Outbox, read_server
from dp_ruptures.progress import silent
from dp_ruptures.reminder_report import EVERYWHERE, Zone, zone_of
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.rules.week import parse_week
from dp_ruptures.store import Store
from tests.conftest import NOW, add_pharmacy
from tests.postbox import Post, Postbox
from tests.rows import declare, put

WEEK = parse_week("2026-W47")
VACCINE = "3400930306000"


@pytest.fixture
def post() -> Iterator[Post]:
    with Post(Postbox()) as running:
        yield running


def pharmacies(store: Store, count: int) -> list[str]:
    return [
        add_pharmacy(store, f"010{number:05d}", name=f"Pharmacie {number}", email=f"o{number}@exemple.fr")
        for number in range(count)
    ]


def remind(store: Store, post: Post, now: datetime = NOW, **options: Any) -> dict[str, Any]:
    def outbox() -> Outbox:
        return Outbox(read_server(post.url()), "DP-Ruptures <ne-pas-repondre@exemple.fr>")

    asked = {"clock": lambda: now, "actor": "test", "progress": silent, **options}
    return reminders.remind(store, outbox, **asked)


def test_those_who_have_not_answered_are_written_to_with_a_link_to_the_form(store: Store, post: Post) -> None:
    answered, _ = pharmacies(store, 2)
    declare(store, 1, answered, WEEK.monday, {VACCINE: 3})
    report = remind(store, post)
    assert report["message"] == "Semaine 2026-S47 : 1\u00a0relance envoyée."
    assert post.box.recipients == ["o1@exemple.fr"]
    text = post.box.letters[0].get_content()
    assert "http://localhost:8501/declaration\r\n" in text
    assert "Pharmacie 1" in text
    assert "dimanche 22 novembre 2026 à 23 h 59" in text
    assert "Pharmacie 0" not in text


def test_neither_the_closed_nor_those_without_e_mail_are_written_to(store: Store, post: Post) -> None:
    add_pharmacy(store, "01000900", email="x@exemple.fr", closed_on=NOW.date())
    add_pharmacy(store, "01000901", email="y@exemple.fr", opened_on=NOW.date() + timedelta(1))
    add_pharmacy(store, "01000902", email=None)
    add_pharmacy(store, "01000903", email="")
    report = remind(store, post)
    assert (report["sent"], report["without_email"], post.box.letters) == (0, 2, [])


def test_a_zone_is_written_to_and_no_other_even_when_taken_up_again(store: Store, post: Post) -> None:
    pharmacies(store, 2)
    for number in range(3):
        add_pharmacy(store, f"4800000{number}", department_code="48", email=f"l{number}@exemple.fr")
    zone = Zone("Lozère", ("48",))
    post.box.break_before = {2, 3}
    with pytest.raises(Refused, match=r"Lozère : 1.relance envoyée. Il en reste 1 :"):
        remind(store, post, zone=zone)
    assert remind(store, post, zone=zone)["message"] == (
        "Semaine 2026-S47, Lozère : 1\u00a0relance envoyée, 2\u00a0déjà relancées."
    )
    assert {address[0] for address in post.box.recipients} == {"l"}
    assert "1 envoyées, 0 refusées ; Lozère" in [row["detail"] for row in store.query("audit_latest")]
    assert remind(store, post)["sent"] == 2, "everywhere unless a zone is asked; nobody twice"
    assert len(set(post.box.recipients)) == len(post.box.recipients)


def test_every_departement_is_everywhere() -> None:
    assert zone_of("France entière", ["01", "48"], 2) == EVERYWHERE
    assert zone_of("48 · Lozère", ["48"], 2) == Zone("Lozère", ("48",))
    assert zone_of("Région · La Réunion", ["974"], 2) == Zone("La Réunion", ("974",))


def test_two_a_week_a_day_apart(store: Store, post: Post) -> None:
    (finess,) = pharmacies(store, 1)
    sent = [remind(store, post, NOW + timedelta(hours=hours))["sent"] for hours in (0, 17, 24, 48)]
    assert sent == [1, 0, 1, 0]
    known = [(row["rank_in_week"], row["outcome"]) for row in reminders.of_pharmacy(store, finess)]
    assert known == [(2, "sent"), (1, "sent")]
    assert remind(store, post, NOW + timedelta(weeks=1))["sent"] == 1


def test_an_inactive_pharmacy_is_written_to_once_a_week(store: Store, post: Post) -> None:
    pharmacies(store, 1)
    later = NOW + timedelta(weeks=5)
    assert [remind(store, post, later + timedelta(hours=24 * day))["sent"] for day in range(3)] == [1, 0, 0]


def test_an_answer_that_comes_during_the_run_is_seen(store: Store, post: Post) -> None:
    first, second = pharmacies(store, 2)
    clock = iter([NOW, NOW, NOW])

    def ticking() -> datetime:
        # The second pharmacy answers once the list is drawn.
        if post.box.letters and not store.query("declaration_of_week", finess=second, week=WEEK.monday):
            declare(store, 1, second, WEEK.monday, {VACCINE: 3})
        return next(clock, NOW)

    report = remind(store, post, clock=ticking)
    assert (report["sent"], report["changed"]) == (1, 1)
    assert post.box.recipients == ["o0@exemple.fr"]


def test_a_pause_stops_the_run_and_every_other_until_it_ends(store: Store, post: Post) -> None:
    pharmacies(store, 5)

    def ticking() -> datetime:
        if len(post.box.letters) == 2:
            response_terms.pause(store, True, now=NOW, actor="ordre")
        return NOW

    assert "viennent d'être suspendues" in remind(store, post, clock=ticking)["message"]
    assert len(post.box.letters) == 2
    held = remind(store, post)
    assert (held["sent"], held["paused"]) == (0, True)
    assert "suspendues" in held["message"]
    response_terms.pause(store, False, now=NOW, actor="ordre")
    assert remind(store, post)["sent"] == 3
    assert sorted(post.box.recipients) == [f"o{number}@exemple.fr" for number in range(5)]
    acts = [(row["action"], row["detail"]) for row in store.query("audit_latest")]
    assert ("reminders.paused", "oui") in acts
    assert ("reminders.send", "3 envoyées, 0 refusées") in acts


def test_a_run_ends_when_the_week_closes(store: Store, post: Post) -> None:
    pharmacies(store, 3)

    def ticking() -> datetime:
        return WEEK.closes_at if post.box.letters else NOW

    report = remind(store, post, clock=ticking)
    assert (report["sent"], report["stopped"]) == (1, "la semaine vient de fermer")


class Killed(BaseException):
    """What a kill -9 looks like from inside: nothing after it runs."""


@pytest.mark.parametrize("before", [True, False], ids=["before the letter", "after the letter"])
def test_a_kill_sends_nothing_twice(
    store: Store, post: Post, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    pharmacies(store, 4)
    send = Outbox.send

    def killed_at_the_third(outbox: Outbox, letter: Any, now: datetime) -> None:
        third = len(post.box.letters) == 2
        if third and before:
            raise Killed
        send(outbox, letter, now)
        if third:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "send", killed_at_the_third)
        with pytest.raises(Killed):
            remind(store, post)
    assert remind(store, post)["sent"] == 1
    assert len(set(post.box.recipients)) == len(post.box.recipients) == (3 if before else 4)
    summary = reminders.summary(store, WEEK)
    assert (summary["sent"], summary["cut"]) == (3, 1)
    # The one that may have missed its letter gets the second of the week.
    remind(store, post, NOW + timedelta(days=1))
    assert set(post.box.recipients) == {f"o{number}@exemple.fr" for number in range(4)}


def test_a_run_goes_on_where_the_server_gave_up(store: Store, post: Post) -> None:
    pharmacies(store, 4)
    post.box.break_before = {2, 3}
    with pytest.raises(Refused, match="Il en reste 2 : relancez"):
        remind(store, post)
    assert remind(store, post)["sent"] == 2
    assert len(set(post.box.recipients)) == len(post.box.recipients) == 3


def test_a_server_that_is_not_there_spends_nobody_s_reminder(store: Store, post: Post) -> None:
    pharmacies(store, 2)

    def nowhere() -> Outbox:
        raise MailDown("Aucun serveur de courrier.")

    with pytest.raises(Refused, match="Il en reste 2"):
        reminders.remind(store, nowhere, clock=lambda: NOW, actor="t", progress=silent)
    assert remind(store, post)["sent"] == 2


def test_a_refused_address_is_reported_and_does_not_stop_the_others(store: Store, post: Post) -> None:
    refused, _ = pharmacies(store, 2)
    post.box.refused.add("o0@exemple.fr")
    report = remind(store, post)
    assert report["sent"] == 1
    assert [row["finess"] for row in report["refused"]] == [refused]


def test_two_runs_at_once_are_refused(store: Store, post: Post) -> None:
    pharmacies(store, 2)

    def second(label: str, done: int, total: int) -> None:
        with pytest.raises(Refused, match="déjà en cours"):
            remind(store, post)

    remind(store, post, progress=second)
    assert len(post.box.letters) == 2


def test_shortages_to_confirm_are_in_the_same_letter(store: Store, post: Post) -> None:
    finess, _ = pharmacies(store, 2)
    facts = Facts(None, 2, NOW - timedelta(days=14), "", 40)
    shortage_acts.declare(
        store, finess, (VACCINE, "Vaxigrip"), facts, author="a", now=NOW - timedelta(days=10)
    )
    remind(store, post)
    told = {str(letter["To"]): letter.get_content() for letter in post.box.letters}
    assert "- Vaxigrip : http://localhost:8501/ruptures?rupture=" in told["o0@exemple.fr"]
    assert "rupture=" not in told["o1@exemple.fr"]


def test_out_of_a_campaign_nobody_is_written_to(store: Store, post: Post) -> None:
    pharmacies(store, 1)
    report = remind(store, post, NOW + timedelta(weeks=30))
    assert report["message"] == "Aucune campagne n'est ouverte : personne n'est relancé."
    assert post.box.letters == []


def test_a_dry_run_counts_like_the_run_and_writes_nothing(store: Store, post: Post) -> None:
    pharmacies(store, 3)
    foreseen = remind(store, post, dry_run=True)
    assert (foreseen["to_remind"], foreseen["sent"], post.box.letters) == (3, 0, [])
    assert remind(store, post)["sent"] == 3
    again = remind(store, post, dry_run=True)
    assert (again["to_remind"], again["enough"]) == (0, 3)


def test_the_terms_keep_their_bounds_and_are_traced(store: Store) -> None:
    response_terms.change(store, on_time_day=5, silent_weeks=6, now=NOW, actor="ordre")
    assert response_terms.terms(store) == response_terms.Terms(5, 6, paused=False)
    for day, silent_weeks in ((0, 8), (8, 8), (3, 3), (3, 21)):
        with pytest.raises(Refused):
            response_terms.change(store, on_time_day=day, silent_weeks=silent_weeks, now=NOW, actor="ordre")
    acts = {(row["action"], row["detail"]) for row in store.query("audit_latest")}
    assert {("response.on_time_day", "5"), ("response.silent_weeks", "6")} <= acts


def test_the_command_counts_without_a_mail_server_and_refuses_to_send_without(
    process_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DP_RUPTURES_SMTP", raising=False)
    add_pharmacy(process_store, "01000900", email="x@exemple.fr")
    counted = operations.perform(process_store, "remind", {"dry_run": True}, silent)
    assert (counted["week"], counted["to_remind"]) == ("2026-W47", 1)
    with pytest.raises(Refused, match="DP_RUPTURES_SMTP"):
        operations.perform(process_store, "remind", {"dry_run": False}, silent)
    assert "--dry-run" in CliRunner().invoke(cli.commands, ["remind", "--help"]).output


def test_invitations_are_counted_by_state(store: Store) -> None:
    opened, waiting, expired, _ = pharmacies(store, 4)
    add_pharmacy(store, "01000900", email=None)
    add_pharmacy(store, "01000901", email="x@exemple.fr", closed_on=date(2026, 1, 1))
    put(store, "account", {
        "name": "a", "display_name": "A", "role": "pharmacist", "finess": opened, "email": None,
        "password_hash": "x", "created_at": NOW.replace(tzinfo=None), "locked": False,
    })  # fmt: skip
    for finess, days in ((opened, 1), (waiting, 1), (expired, 9), (expired, 8)):
        put(store, "one_time_link", {
            "link_sha256": f"{finess}{days}", "account_name": finess, "finess": finess, "email": "x",
            "purpose": "invitation", "used_at": None, "created_at": NOW.replace(tzinfo=None),
            "sent_at": NOW.replace(tzinfo=None) - timedelta(days=days),
            "expires_at": NOW.replace(tzinfo=None) + timedelta(days=7 - days),
        })  # fmt: skip
    rows = store.query("invitation_state", now=NOW, today=NOW.date(), departments=None)
    counted = {row["state"]: row["pharmacies"] for row in rows}
    assert counted == {"opened": 1, "waiting": 1, "expired": 1, "never": 1, "unreachable": 1}
