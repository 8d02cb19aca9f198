"""What the Ordre sets about answers: on time until when, inactive after how long, reminders held or not."""

from dataclasses import dataclass
from datetime import datetime

from dp_ruptures.errors import Refused
from dp_ruptures.store import Store, Transaction, in_transaction

_ON_TIME, _SILENT, _PAUSED = "response.on_time_day", "response.silent_weeks", "reminders.paused"
FEWEST_WEEKS, MOST_WEEKS = 4, 20


@dataclass(frozen=True)
class Terms:
    """`on_time_day`: 1 is Monday; `silent_weeks`: after so many, inactive; `paused`: no reminder leaves."""

    on_time_day: int = 3
    silent_weeks: int = 8
    paused: bool = False


def terms(store: Store | Transaction) -> Terms:
    """The terms in force."""
    usual = Terms()
    return Terms(
        int(_content(store, _ON_TIME) or usual.on_time_day),
        int(_content(store, _SILENT) or usual.silent_weeks),
        is_paused(store),
    )


def is_paused(store: Store | Transaction) -> bool:
    """Whether somebody has held the reminders; asked again before each letter."""
    return _content(store, _PAUSED) == "oui"


def change(store: Store, *, on_time_day: int, silent_weeks: int, now: datetime, actor: str) -> None:
    """Set both terms, and trace it. Raises Refused out of their bounds."""
    if not 1 <= on_time_day <= 7:
        raise Refused("Choisissez un jour de la semaine.")
    if not FEWEST_WEEKS <= silent_weeks <= MOST_WEEKS:
        raise Refused(f"Donnez un nombre de semaines entre {FEWEST_WEEKS} et {MOST_WEEKS}.")

    def write(transaction: Transaction) -> None:
        _set(transaction, _ON_TIME, str(on_time_day), now=now, actor=actor)
        _set(transaction, _SILENT, str(silent_weeks), now=now, actor=actor)

    in_transaction(store, write)


def pause(store: Store, wanted: bool, *, now: datetime, actor: str) -> None:
    """Hold or let go the reminders, a run under way included, and trace it."""
    in_transaction(
        store,
        lambda transaction: _set(transaction, _PAUSED, "oui" if wanted else "non", now=now, actor=actor),
    )


def _set(transaction: Transaction, name: str, content: str, *, now: datetime, actor: str) -> None:
    if _content(transaction, name) == content:
        return
    transaction.execute("setting_set", name=name, content=content)
    transaction.execute("audit_insert", now=now, actor=actor, action=name, subject="réponses", detail=content)


def _content(store: Store | Transaction, name: str) -> str | None:
    rows = store.query("setting_by_name", name=name)
    return str(rows[0]["content"]) if rows else None
