"""Erases what is past retention: the rows, then the bytes they leave in the file and in the backups.

docs/retention.md says table by table what goes and what stays.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from dp_ruptures import (
    backup_files,
    drafts,
    french,
    purge_journal,
    purge_records,
    sessions,
    shortage_acts,
    throttle,
)
from dp_ruptures.errors import Refused
from dp_ruptures.release.turn import alone
from dp_ruptures.rules.retention import KEY_LIFE, first_kept, registers_since
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Busy, Conflict, Store, StoreError, Transaction, disk_reason, in_transaction

# A release under way holds the store for minutes on a slow machine; a purge waits for it once.
_PATIENCE_SECONDS = 60.0
_REBUILD_TRIES = 6
_REBUILD_PAUSE_SECONDS = 2.0
# In this order: what names a declaration goes before it.
_BY_WEEK = (
    "purge_lines",
    "purge_questions",
    "purge_members",
    "purge_excluded",
    "purge_decisions",
    "purge_figure_letters",
    "purge_reminders",
    "purge_declarations",
    "purge_thin_aggregates",
    "purge_shelves",
    "purge_emails",
    "purge_accounts",
    "purge_identities",
)
_BY_INSTANT = ("purge_links", "purge_requests", "purge_arrivals", "purge_letters")
_REGISTERS = ("purge_accesses", "purge_acts")


def would_erase(store: Store | Transaction, as_of: datetime) -> dict[str, int]:
    """How many rows of each kind a purge at `as_of` erases."""
    counted = store.query("purge_counts", **_bounds(as_of))
    return {row["kind"]: row["erased"] for row in counted}


def look(store: Store, as_of: datetime) -> dict[str, Any]:
    """What `purge` would do, said and not done."""
    counts = would_erase(store, as_of)
    return _outcome(first_kept(as_of), counts) | {
        "message": f"À effacer {_told(first_kept(as_of), counts)}. Rien n'a été effacé.",
        "dry_run": True,
    }


def purge(store: Store, *, now: datetime, as_of: datetime, actor: str) -> dict[str, Any]:
    """Erase what is past retention at `as_of`, write the signed record, rebuild the file and the backups.

    Raises Refused when a release is being computed, without a signing key, or when the rows are erased
    but the file could not be written anew: the purge must then be asked again.
    """

    def work(transaction: Transaction) -> tuple[int, dict[str, int]]:
        purge_journal.recover(transaction)
        counts = would_erase(transaction, as_of)
        erase(transaction, as_of)
        before = first_kept(as_of).monday
        number = purge_records.write(transaction, now=now, actor=actor, before=before, erased=counts)
        told = _told(first_kept(as_of), counts)
        transaction.execute(
            "audit_insert", now=now, actor=actor, action="purge", subject=str(number), detail=told
        )
        return number, counts

    with alone(_PATIENCE_SECONDS):
        _tidy(store, now)
        number, counts = in_transaction(store, work)
        _rebuild(store)
        _note(store)
        kept = backup_files.purge(
            store,
            lambda opened: any(would_erase(opened, as_of).values()),
            lambda opened: in_transaction(opened, lambda transaction: erase(transaction, as_of)),
        )
    said = [kept.sentence, purge_journal.passed_over()]
    return _outcome(first_kept(as_of), counts) | {
        "message": f"Effacé {_told(first_kept(as_of), counts)}. "
        f"Base réécrite, procès-verbal n° {number} signé. {' '.join(filter(None, said))}",
        "dry_run": False,
        "record": number,
        "backups": kept.as_json(),
    }


def erase(transaction: Transaction, as_of: datetime) -> None:
    """Delete every row past retention at `as_of`; the bytes are left to the rebuild."""
    bounds = _bounds(as_of)
    week, before = {"week": bounds["week"]}, {"before": bounds["before"]}
    for name in _BY_WEEK:
        transaction.execute(name, **week)
    for name in _BY_INSTANT:
        transaction.execute(name, **before)
    transaction.execute("purge_tokens", **week, **before)
    for name in _REGISTERS:
        transaction.execute(name, registers=bounds["registers"])
    drafts.forget_before(transaction, first_kept(as_of))
    transaction.execute("release_forget_secrets", since=bounds["week"])
    transaction.execute("release_forget_held", since=bounds["week"])
    transaction.execute("idempotency_purge", before=bounds["keys"])
    shortage_acts.purge(transaction, bounds["before"])


def _bounds(as_of: datetime) -> dict[str, Any]:
    """The parameters of the purge: the oldest kept week, its first instant, and shorter or longer rules."""
    kept = first_kept(as_of)
    return {
        "week": kept.monday,
        "before": kept.opens_at,
        "registers": registers_since(as_of),
        "keys": as_of - KEY_LIFE,
    }


def _tidy(store: Store, now: datetime) -> None:
    """What has a shorter life of its own; somebody else may be tidying the same rows."""
    with suppress(Conflict):
        throttle.purge(store, now)
        sessions.purge(store, now)


def _note(store: Store) -> None:
    try:
        purge_journal.note(store)
    except OSError as error:
        raise Refused(
            "Les lignes sont effacées mais le procès-verbal n'est pas noté dans conservation.jsonl "
            f"({disk_reason(error)}) : relancez purge."
        ) from error


def _rebuild(store: Store) -> None:
    for tried in range(_REBUILD_TRIES):
        try:
            store.rebuild()
            return
        except Busy:
            # Whoever was inside must be let out before the gate is closed again.
            time.sleep(_REBUILD_PAUSE_SECONDS * (tried + 1))
        except StoreError as error:
            raise Refused(
                f"Les lignes sont effacées mais la base n'a pas pu être réécrite. {error}"
            ) from error
    raise Refused(
        "Les lignes sont effacées mais la base était trop occupée pour être réécrite : relancez purge."
    )


def _outcome(kept: Week, counts: Mapping[str, int]) -> dict[str, Any]:
    before: date = kept.monday
    return {"erased_before": before.isoformat(), "erased": dict(counts), "total": sum(counts.values())}


def _told(kept: Week, counts: Mapping[str, int]) -> str:
    declarations = french.plural(counts["declarations"], "déclaration")
    lines = french.plural(counts["lignes"], "ligne")
    others = sum(counts.values()) - counts["declarations"] - counts["lignes"]
    more = f" et {french.plural(others, 'autre donnée', 'autres données')}" if others else ""
    return f"d'avant le {french.long_day(kept.monday)} : {declarations}, {lines}{more}"
