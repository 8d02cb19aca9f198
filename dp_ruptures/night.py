"""The night's work: a backup, then what is past retention goes; what failed is told to people."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Any

from dp_ruptures import backups, night_report, purge
from dp_ruptures.errors import Refused
from dp_ruptures.night_report import BACKUP, PURGE, Outcome
from dp_ruptures.rules.retention import clock_doubt
from dp_ruptures.store import Store, StoreError

ACTOR = "portail"
# Two releases may come out while the first one's backup is being proven.
_SAVING = Lock()
_log = logging.getLogger(__name__)


def work(store: Store, now: datetime) -> list[Outcome]:
    """Save, then purge; note both, and write to the operators about what was not done. Never raises.

    Neither is done when the clock is in doubt: a machine set a year ahead would erase everything.
    """
    doubt = _doubt(store, now)
    if doubt:
        outcomes = [_outcome(job, now, _refuse, doubt) for job in (BACKUP, PURGE)]
    else:
        outcomes = [_outcome(BACKUP, now, _save, store, now), _outcome(PURGE, now, _purge, store, now)]
    for outcome in outcomes:
        night_report.note(store, outcome)
    night_report.warn(store, [outcome for outcome in outcomes if not outcome.done], now)
    return outcomes


def save_release(store: Store, now: datetime) -> Outcome:
    """Save right after a release, which a restore must never have forgotten; note and warn as the night does.

    Nothing is saved when the clock is in doubt: the backups of before would be taken for old ones.
    """
    doubt = _doubt(store, now)
    met = _outcome(BACKUP, now, _refuse, doubt) if doubt else _outcome(BACKUP, now, _save, store, now)
    outcome = replace(met, sentence=f"Elle suivait une publication. {met.sentence}")
    night_report.note(store, outcome)
    night_report.warn(store, [] if outcome.done else [outcome], now)
    return outcome


def _doubt(store: Store, now: datetime) -> str | None:
    try:
        last = store.query("purge_last")
    except StoreError as error:
        return str(error)
    doubt = clock_doubt(now, last[0]["purged_at"] if last else None)
    return f"Le portail n'a rien fait, {doubt}. Réglez l'horloge, puis lancez purge." if doubt else None


def _outcome(job: str, now: datetime, act: Callable[..., dict[str, Any]], *arguments: Any) -> Outcome:
    try:
        told = str(act(*arguments)["message"])
    except (Refused, StoreError) as refused:
        _log.error("nightly %s refused: %s", job, refused)
        return Outcome(job, now, done=False, sentence=str(refused))
    except Exception as error:  # noqa: BLE001 - a scheduler's thread has nobody to raise to
        _log.error("nightly %s failed: %s", job, type(error).__name__)
        told = f"Le portail a rencontré une erreur ({type(error).__name__}) ; son journal dit laquelle."
        return Outcome(job, now, done=False, sentence=told)
    _log.info("nightly %s: %s", job, told)
    return Outcome(job, now, done=True, sentence=told)


def _refuse(sentence: str) -> dict[str, Any]:
    raise Refused(sentence)


def _save(store: Store, now: datetime) -> dict[str, Any]:
    with _SAVING:
        return backups.nightly(store, now, ACTOR)


def _purge(store: Store, now: datetime) -> dict[str, Any]:
    return purge.purge(store, now=now, as_of=now, actor=ACTOR)
