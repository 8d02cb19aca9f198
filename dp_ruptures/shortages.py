"""A pharmacy's shortages as the store holds them: the last act of each says where it stands."""

from dataclasses import dataclass
from datetime import datetime

from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.shortage import Act, Facts
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Row, Store, Transaction

_COLUMNS = (
    "shortage_id", "finess", "cip13", "product_name", "family", "mitm", "stopped", "opened_at", "step",
)  # fmt: skip


@dataclass(frozen=True)
class Shortage:
    """One shortage as its last act leaves it. `family` is None out of the products of the campaigns.

    `mitm`: a medicine of major therapeutic interest; `stopped`: no longer sold.
    """

    shortage_id: str
    finess: str
    cip13: str
    product_name: str
    family: str | None
    mitm: bool
    stopped: bool
    opened_at: datetime
    last_word_at: datetime
    step: int
    act: Act

    @property
    def lasts(self) -> bool:
        return self.act.state in rule.LASTING


@dataclass(frozen=True)
class Event:
    """One act of the history: what, when, by whom."""

    act: Act
    happened_at: datetime
    author: str


def of_pharmacy(store: Store | Transaction, finess: str) -> list[Shortage]:
    """Every shortage of the pharmacy, open or ended, the latest first."""
    return [_shortage(row) for row in store.query("shortage_of_pharmacy", finess=finess)]


def lasting(store: Store, finess: str) -> list[Shortage]:
    """The shortages that the pharmacy has declared and that still last, the latest first."""
    return [shortage for shortage in of_pharmacy(store, finess) if shortage.lasts]


def history(store: Store, finess: str, shortage_id: str) -> list[Event]:
    """Every act of a shortage, the latest first; empty when it is not that pharmacy's."""
    rows = store.query("shortage_events", finess=finess, shortage_id=shortage_id)
    return [Event(_act(row), row["happened_at"], row["author"]) for row in rows]


def to_confirm(known: list[Shortage], now: datetime) -> list[Shortage]:
    """Those that last and of which nothing was said for a week, the oldest word first."""
    due = [shortage for shortage in known if shortage.lasts and rule.is_due(shortage.last_word_at, now)]
    return sorted(due, key=lambda shortage: (shortage.last_word_at, shortage.shortage_id))


def reminders(store: Store, now: datetime) -> list[Row]:
    """Shortages to confirm of every pharmacy in business, for `remind`: the oldest word first.

    Rows: shortage_id, finess, cip13, product_name, opened_at, last_word_at. The page opens on one
    of them at /ruptures?rupture=<shortage_id>.
    """
    today = now.astimezone(PARIS).date()
    return store.query("shortage_reminders", before=now - rule.CONFIRMED_FOR, today=today)


def find(store: Store | Transaction, finess: str, shortage_id: str) -> Shortage | None:
    """One shortage of that pharmacy; None when it is another's, or nobody's."""
    mine = (shortage for shortage in of_pharmacy(store, finess) if shortage.shortage_id == shortage_id)
    return next(mine, None)


def _shortage(row: Row) -> Shortage:
    named = {name: row[name] for name in _COLUMNS}
    return Shortage(**named, last_word_at=row["happened_at"], act=_act(row))


def _act(row: Row) -> Act:
    facts = Facts(
        row["last_supply"], row["distributors"], row["asked_at"], row["reason"], row["missing_units"]
    )
    return Act(row["kind"], row["state"], facts, row["answer"], row["expected_on"], row["redelivered_on"])
