"""What the portal does by itself on Monday at 8: publish the week that closed, tell about it.

Exactly once: the ledger's key is the week and its number, and a release that is already
there is refused inside the transaction, whoever comes second.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from dp_ruptures import announcement, mail, release
from dp_ruptures.campaign import campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.mail import MailDown
from dp_ruptures.rules.week import Week, week_of
from dp_ruptures.store import Store, Transaction, in_transaction

ACTOR = "automatique"
AUTOMATIC = "release.automatic"
DONE, REFUSED = "publie", "refuse"
# Somebody may be looking at the week's preview at 8; Monday's act waits for its turn.
PATIENCE_SECONDS = 900.0
HOUR = 8
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attempt:
    """What Monday's own act met, for the desk and for the letter."""

    week: Week
    tried_at: datetime
    outcome: str
    sentence: str


def moment(week: Week) -> datetime:
    """When the portal publishes `week` by itself: the Monday after it, at 8 in Paris."""
    return week.shift(1).opens_at + timedelta(hours=HOUR)


def is_automatic(store: Store) -> bool:
    """Whether the portal publishes by itself; it does until somebody suspends it."""
    rows = store.query("setting_by_name", name=AUTOMATIC)
    return not rows or rows[0]["content"] == "oui"


def set_automatic(store: Store, wanted: bool, *, now: datetime, actor: str) -> None:
    """Suspend or resume Monday's own act, and trace it."""
    content = "oui" if wanted else "non"

    def write(transaction: Transaction) -> None:
        transaction.execute("setting_set", name=AUTOMATIC, content=content)
        transaction.execute(
            "audit_insert", now=now, actor=actor, action="release.automatic", subject="lundi", detail=content
        )

    in_transaction(store, write)


def due(store: Store, now: datetime) -> Week | None:
    """The week that closed last, when a campaign covered it and it is not released; else None."""
    week = week_of(now).shift(-1)
    campaign = campaign_of(store, week.sunday)
    if campaign is None or week.monday > campaign.closes_on:
        return None
    return None if store.query("release_by_week", week=week.monday) else week


def last_attempt(store: Store) -> Attempt | None:
    """What the last of Monday's own acts met."""
    rows = store.query("release_attempt_last")
    if not rows:
        return None
    row = rows[0]
    return Attempt(Week(row["week"]), row["tried_at"], row["outcome"], row["sentence"])


def act(store: Store, now: datetime) -> Attempt | None:
    """Publish the week that is due and write to the ministry; on a refusal, write to the Ordre.

    None when nothing is due or the act is suspended; letters that a mail server did not take leave then.
    Never raises for what a person must see to: it is said on the desk. A week refused once is left to
    people: the same refusal is not mailed twice.
    """
    week = due(store, now) if is_automatic(store) else None
    if week is None:
        _write_to_ministry(store, week_of(now).shift(-1), now)
        return None
    if _was_refused(store, week):
        return None
    try:
        release.publish(store, week, now=now, actor=ACTOR, terms=release.Terms(patience=PATIENCE_SECONDS))
    except Refused as refusal:
        return _refused(store, week, str(refusal), now)
    attempt = _note(store, Attempt(week, now, DONE, f"La semaine {week.label} est publiée."))
    _write_to_ministry(store, week, now)
    return attempt


def failed(store: Store, now: datetime) -> None:
    """Say that the act met what nobody foresaw: on the desk, and once to the Ordre."""
    week = due(store, now)
    if week is not None and not _was_refused(store, week):
        _refused(store, week, "Le portail a rencontré une erreur ; le journal du serveur dit laquelle.", now)


def _write_to_ministry(store: Store, week: Week, now: datetime) -> None:
    if not store.query("release_by_week", week=week.monday):
        return
    try:
        announcement.announce(store, mail.outbox(), week, now=now)
    except Refused as refusal:
        _log.warning("the release is out, not all the letters are: %s", refusal)


def _was_refused(store: Store, week: Week) -> bool:
    last = last_attempt(store)
    return last is not None and last.week == week and last.outcome == REFUSED


def _refused(store: Store, week: Week, sentence: str, now: datetime) -> Attempt | None:
    if store.query("release_by_week", week=week.monday):
        return None  # Another replica, or a person, was first.
    attempt = _note(store, Attempt(week, now, REFUSED, sentence))
    _log.warning("the week's release was refused")
    try:
        announcement.warn(store, mail.outbox(), week, sentence, now=now)
    except MailDown as down:
        _log.warning("nobody could be told: %s", down)
    return attempt


def _note(store: Store, attempt: Attempt) -> Attempt:
    store.execute(
        "release_attempt_insert",
        week=attempt.week.monday,
        now=attempt.tried_at,
        outcome=attempt.outcome,
        sentence=attempt.sentence,
    )
    return attempt
