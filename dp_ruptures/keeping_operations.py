"""The commands `purge`, `backup` and `check`: what the portal does about what it keeps."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dp_ruptures import backups, integrity, purge, settings
from dp_ruptures.errors import Refused
from dp_ruptures.progress import Progress
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Store

Outcome = dict[str, Any]
ACTOR = "commande"


def _purge(store: Store, now: datetime, progress: Progress, *, as_of: str | None, dry_run: bool) -> Outcome:
    instant = _instant(as_of, now)
    if dry_run:
        return purge.look(store, instant)
    return purge.purge(store, now=now, as_of=instant, actor=ACTOR)


def _backup(store: Store, now: datetime, progress: Progress, *, file: str) -> Outcome:
    return backups.backup(store, Path(file), now=now, actor=ACTOR)


def _check(store: Store, now: datetime, progress: Progress) -> Outcome:
    return integrity.check(store, now)


def _instant(as_of: str | None, now: datetime) -> datetime:
    """Midnight in Paris of the day typed, or the present. Raises Refused."""
    if as_of is None:
        return now
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise Refused(f"« {as_of[:20]} » n'est pas une date : écrivez AAAA-MM-JJ.") from None
    instant = datetime(day.year, day.month, day.day, tzinfo=PARIS)
    if settings.load().production and instant > now:
        # What is erased before its day cannot be had back.
        raise Refused(f"Le {day:%d/%m/%Y} est à venir : en production, rien ne s'efface avant son jour.")
    return instant


KEEPING_OPERATIONS: dict[str, Callable[..., Outcome]] = {
    "purge": _purge,
    "backup": _backup,
    "check": _check,
}
