"""Reminds by e-mail the pharmacies that have not answered the open week, and goes on after an interruption.

Each reminder is written in the store before its letter leaves, and settled after. A row that a kill
left unsettled may have left or not: it counts as sent. So nobody is ever written to twice for one
reminder; at most one pharmacy a run, the last, misses one, and the second of the week reaches it.
(Invitations choose the other way round: there a lost letter shuts a pharmacy out.)
"""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from dp_ruptures import letters, reminder_report, response_terms, responses, settings, shortages
from dp_ruptures.campaign import campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.letters import Owed
from dp_ruptures.mail import AddressRefused, MailDown, Outbox
from dp_ruptures.progress import Progress
from dp_ruptures.reminder_report import EVERYWHERE, Foreseen, Report, Zone
from dp_ruptures.responses import Survey
from dp_ruptures.rules.response import APART, next_rank
from dp_ruptures.rules.week import PARIS, Week, week_of
from dp_ruptures.store import Row, Store, Transaction, in_transaction

ACT = "reminders.send"
SENT, REFUSED = "sent", "refused"
_TELL_EVERY = 20
# Two runs at once would tell two progresses of one work; the store's key keeps even replicas apart.
_running = threading.Lock()


def foresee(store: Store, now: datetime, zone: Zone = EVERYWHERE) -> Foreseen | None:
    """How many of the zone are to be reminded at `now`; None when no campaign is open."""
    asked = _asked(store, now)
    if asked is None:
        return None
    found = Foreseen(asked.week, zone)
    today, lately = now.astimezone(PARIS).date(), now - APART
    counted = store.query("reminder_foreseen", **asked.bounds, **zone.bounds, today=today, lately=lately)
    for row in counted:
        rank = next_rank(row["reminders"], lately=row["lately"], inactive=row["inactive"])
        if not row["has_email"]:
            found.without_email += row["pharmacies"]
        elif rank is None:
            found.enough += row["pharmacies"]
        else:
            found.to_remind += row["pharmacies"]
    return found


def remind(  # noqa: PLR0913 - a run of reminders, told whole
    store: Store,
    post: Callable[[], Outbox],
    *,
    clock: Callable[[], datetime],
    actor: str,
    progress: Progress,
    zone: Zone = EVERYWHERE,
    dry_run: bool = False,
) -> dict[str, Any]:
    """Write to those of the zone that have not answered, within what a week allows; nothing in a dry run.

    Returns a JSON-able report: message, week, dry_run, paused, to_remind, sent, refused, without_email,
    enough (written to already, or too lately), changed (answered or closed meanwhile), stopped (why the run
    ended early, or empty). Raises Refused when another run is under way or the mail server gives up:
    the same call goes on from there.
    """
    if not _running.acquire(blocking=False):
        raise Refused("Un envoi de relances est déjà en cours : attendez qu'il finisse.")
    try:
        found = foresee(store, clock(), zone)
        if found is None:
            return reminder_report.outcome(None, Report(), dry_run=dry_run, paused=False)
        paused = response_terms.is_paused(store)
        if dry_run or paused or not found.to_remind:
            return reminder_report.outcome(found, Report(), dry_run=dry_run, paused=paused)
        report = _send_all(store, post, found, clock, actor, progress)
        return reminder_report.outcome(found, report, dry_run=False, paused=False)
    finally:
        _running.release()


def summary(store: Store, week: Week) -> Row:
    """The reminders of a week: pharmacies, sent, refused, cut, last_at."""
    return store.query("reminder_summary", week=week.monday)[0]


def of_pharmacy(store: Store, finess: str) -> list[Row]:
    """What one pharmacy was sent, the latest first: week (Monday), rank_in_week, written_at, outcome."""
    return store.query("reminder_of_pharmacy", finess=finess)


def _send_all(  # noqa: PLR0917 - what remind() was given
    store: Store,
    post: Callable[[], Outbox],
    found: Foreseen,
    clock: Callable[[], datetime],
    actor: str,
    progress: Progress,
) -> Report:
    report, waiting, owed = Report(), _waiting(store, clock(), found.zone), _owed(store, clock())
    total = len(waiting)
    try:
        with post() as outbox:
            for done, row in enumerate(waiting, 1):
                report.stopped = _why_stop(store, found.week, clock())
                if report.stopped:
                    break
                _send(store, outbox, found.week, row, owed.get(row["finess"], []), report, clock())
                if done % _TELL_EVERY == 0 or done == total:
                    progress("Relances", done, total)
    except MailDown as error:
        # Asked again: the one whose letter was cut is not to be written to now.
        left = foresee(store, clock(), found.zone)
        raise Refused(f"{error} {reminder_report.cut(found, report, left)}") from error
    finally:
        _trace(store, found, report, clock(), actor)
    return report


def _asked(store: Store, now: datetime) -> Survey | None:
    """The open week and its rules; None out of a campaign."""
    campaign = campaign_of(store, now.astimezone(PARIS).date())
    if campaign is None or not campaign.is_open(now.astimezone(PARIS).date()):
        return None
    return responses.survey(week_of(now), responses.weeks(store, now), response_terms.terms(store))


def _waiting(store: Store, now: datetime, zone: Zone) -> list[Row]:
    """Those of the zone to write to, as the store holds them at `now`."""
    asked = _asked(store, now)
    if asked is None:
        return []
    today = now.astimezone(PARIS).date()
    rows = store.query("reminder_candidates", **asked.bounds, **zone.bounds, today=today)
    return [row for row in rows if row["email"] and _rank(row, now, inactive=row["inactive"]) is not None]


def _rank(row: Row, now: datetime, *, inactive: bool) -> int | None:
    lately = row["reminded_at"] is not None and row["reminded_at"] > now - APART
    return next_rank(row["reminders"], lately=lately, inactive=inactive)


def _why_stop(store: Store, week: Week, now: datetime) -> str:
    if not week.is_open(now):
        return "la semaine vient de fermer"
    return "les relances viennent d'être suspendues" if response_terms.is_paused(store) else ""


def _send(  # noqa: PLR0917 - one letter, all it needs
    store: Store, outbox: Outbox, week: Week, row: Row, owed: list[Owed], report: Report, now: datetime
) -> None:
    rank = _claim(store, week, row, now)
    if rank is None:
        report.changed += 1
        return
    letter = letters.reminder(row["email"].strip(), row["name"], week, owed, settings.load().base_url)
    try:
        outbox.send(letter, now)
    except AddressRefused as refusal:
        outcome = REFUSED
        report.refused.append({"finess": row["finess"], "reason": str(refusal)})
    else:
        outcome = SENT
        report.sent += 1
    store.execute(
        "reminder_settle", finess=row["finess"], week=week.monday, rank_in_week=rank, outcome=outcome
    )


def _claim(store: Store, week: Week, row: Row, now: datetime) -> int | None:
    """The rank under which this reminder is now written down; None when it has no reason any more."""
    key = {"finess": row["finess"], "week": week.monday}

    def work(transaction: Transaction) -> int | None:
        standing = transaction.query("reminder_standing", **key, today=now.astimezone(PARIS).date())
        if not standing or standing[0]["answered"]:
            return None
        rank = _rank(standing[0], now, inactive=row["inactive"])
        if rank is not None:
            transaction.execute("reminder_insert", **key, rank_in_week=rank, now=now)
        return rank

    return in_transaction(store, work)


def _owed(store: Store, now: datetime) -> dict[str, list[Owed]]:
    """The shortages that each pharmacy has to confirm: they go in the same letter."""
    found: dict[str, list[Owed]] = {}
    for row in shortages.reminders(store, now):
        found.setdefault(row["finess"], []).append(Owed(row["product_name"], row["shortage_id"]))
    return found


def _trace(store: Store, found: Foreseen, report: Report, now: datetime, actor: str) -> None:
    detail = reminder_report.trace(report, found.zone)
    store.execute("audit_insert", now=now, actor=actor, action=ACT, subject=found.week.iso, detail=detail)
