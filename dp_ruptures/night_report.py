"""What the night's work last met: for the administration page, for the probe, for the operators' letter.

Kept in the store, and in this process too: a full disk refuses a backup and its note alike.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from dp_ruptures import french, mail, mailing_lists, settings
from dp_ruptures.mail import AddressRefused, Letter, MailDown
from dp_ruptures.store import Store, StoreError

BACKUP, PURGE = "backup", "purge"
TITLES = {BACKUP: "La sauvegarde de la nuit", PURGE: "L'effacement de la nuit"}
# A night and what a slow one takes.
LATE_AFTER = timedelta(hours=26)
DONE, FAILED, LATE, NEVER = "done", "failed", "late", "never"
_latest: WeakKeyDictionary[Store, dict[str, "Outcome"]] = WeakKeyDictionary()
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What one job met; `sentence` is French and names no pharmacy."""

    job: str
    at: datetime
    done: bool
    sentence: str


def note(store: Store, outcome: Outcome) -> None:
    """Remember it, in the store when it takes a note."""
    _latest.setdefault(store, {})[outcome.job] = outcome
    content = json.dumps(asdict(outcome) | {"at": outcome.at.isoformat()}, ensure_ascii=False)
    try:
        store.execute("setting_set", name=_setting(outcome.job), content=content)
    except StoreError as error:
        _log.error("the night's outcome could not be noted: %s", error)


def last(store: Store, job: str) -> Outcome | None:
    """What that job last met, in this life of the server or before; None when it never ran."""
    rows = store.query("setting_by_name", name=_setting(job))
    kept = json.loads(rows[0]["content"]) if rows else None
    found = [Outcome(**kept | {"at": datetime.fromisoformat(kept["at"])})] if kept else []
    here = _latest.get(store, {}).get(job)
    if here:
        found.append(here)
    return max(found, key=lambda outcome: outcome.at, default=None)


def state(outcome: Outcome | None, now: datetime) -> str:
    """One of DONE, FAILED, LATE (nothing for more than a night) and NEVER."""
    if outcome is None:
        return NEVER
    if not outcome.done:
        return FAILED
    return LATE if now - outcome.at > LATE_AFTER else DONE


def states(store: Store, now: datetime) -> dict[str, str]:
    """The state of each job, for a probe: no sentence, anybody may read it."""
    return {job: state(last(store, job), now) for job in TITLES}


def told(outcome: Outcome | None, job: str, now: datetime) -> str:
    """The state of a job as a sentence for the administrator."""
    title, found = TITLES[job], state(outcome, now)
    if outcome is None:
        return f"{title} n'a pas encore eu lieu : ce sera à 2 h 30, le portail en marche."
    when = french.instant(outcome.at)
    if found == FAILED:
        return f"{title} du {when} a échoué. {outcome.sentence}"
    if found == LATE:
        return f"{title} n'a pas eu lieu depuis le {when} : le portail était-il arrêté à 2 h 30 ?"
    return f"{title} a eu lieu le {when}. {outcome.sentence}"


def warn(store: Store, failed: Sequence[Outcome], now: datetime) -> None:
    """Write to the operators about what was not done; to the Ordre's list when there are none."""
    if not failed:
        return
    try:
        addresses = mailing_lists.recipients(store, mailing_lists.OPERATORS) or mailing_lists.recipients(
            store, mailing_lists.ORDRE
        )
        if addresses:
            _send([_letter(address, failed, now) for address in addresses], now)
        else:
            _log.error("nobody is told: no address under « Exploitation »")
    except (MailDown, StoreError) as down:
        _log.error("the operators could not be told: %s", down)


def _send(letters: Sequence[Letter], now: datetime) -> None:
    with mail.outbox() as outbox:
        for letter in letters:
            try:
                outbox.send(letter, now)
            except AddressRefused:
                _log.error("an operator's address is refused")


def _letter(to: str, failed: Sequence[Outcome], now: datetime) -> Letter:
    lines = "\n\n".join(told(outcome, outcome.job, now) for outcome in failed)
    return Letter(
        to,
        "DP-Ruptures : un travail de la nuit a échoué",
        f"""Bonjour,

{lines}

Ce qu'il y a à faire est dans docs/operation.md (« When it goes wrong »). Une fois la cause levée,
lancez sur le serveur : python -m dp_ruptures purge, puis python -m dp_ruptures check.
L'état de chaque nuit se lit sur la page « Administration » : {settings.load().base_url}

Ce message est envoyé automatiquement : n'y répondez pas.
""",
    )


def _setting(job: str) -> str:
    return f"night.{job}"
