"""Puts a backup in the place of the store, and with it what was decided since: purges, copies, releases."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import (
    backup_files,
    backup_trial,
    backups,
    french,
    integrity,
    keeping_journal,
    monday,
    purge,
    purge_journal,
    settings,
)
from dp_ruptures.errors import Refused
from dp_ruptures.rules.hold import WINDOW_WEEKS
from dp_ruptures.rules.retention import clock_doubt, instant_that_erases
from dp_ruptures.store import (
    Held,
    Row,
    Store,
    StoreError,
    Transaction,
    discard_store,
    disk_reason,
    exchange_store,
    file_of,
    hold,
    in_transaction,
)

ACTOR = "commande"


def restore(file: Path, *, now: datetime, anyway: bool = False) -> dict[str, Any]:
    """Put a backup in the place of the store, once it is proven; what was there is kept aside.

    What was erased since stays erased, its signed records are put back, and everybody logs in again.

    Raises Refused while a portal runs, and for a file that is no backup. So it does, unless it is taken
    `anyway`, for one whose rows do not hold together, one older than a release whose files are out, and
    while the clock is before the last purge.
    """
    target = file_of(settings.load().store_url)
    try:
        with hold(target):
            return _restore(file, target, now, anyway)
    except Held as held:
        raise Refused(f"Rien n'est restauré : arrêtez d'abord le portail. {held}") from held
    except OSError as error:
        raise Refused(f"Rien n'est restauré à partir de {file} : {disk_reason(error)}") from error
    except StoreError as error:
        raise Refused(f"Rien n'est restauré : {file} n'est pas une sauvegarde utilisable. {error}") from error


def _restore(file: Path, target: Path, now: datetime, anyway: bool) -> dict[str, Any]:
    fresh = target.with_name(f".{target.name}.restored")
    try:
        outcome = _prepare(file, fresh, now, anyway)
        kept = _put_aside(target, now)
        exchange_store(fresh, target)
    finally:
        discard_store(fresh)
    if kept:
        outcome["message"] += f" L'ancienne base est dans {kept} ; la nuit l'efface au bout de sept jours."
    return outcome | {"aside": str(kept) if kept else None}


def _prepare(file: Path, fresh: Path, now: datetime, anyway: bool) -> dict[str, Any]:
    """A copy of `file` at `fresh`: migrated, proven, without what is past retention nor what was deleted."""
    with backup_trial.scratch(fresh.parent) as folder:
        opened = backup_trial.opened(file, folder)
        try:
            opened.migrate()
            unknown = integrity.unknown_releases(opened, settings.load().releases)
            if not anyway:
                _refuse_older_than(unknown)
            recovered = in_transaction(opened, lambda transaction: _catch_up(transaction, now, anyway))
            if not anyway:
                _refuse_faults(opened)
            _write_down(opened, file, now, unknown)
            opened.copy_to(fresh, encrypt_with=settings.load().store_key)
            return _outcome(integrity.counted(opened), recovered, unknown)
        finally:
            opened.close()


def _catch_up(transaction: Transaction, now: datetime, anyway: bool) -> int:
    """Do again what was done since the backup, as far as it is known; how many purges that was."""
    recovered = purge_journal.recover(transaction)
    purge.erase(transaction, _due(transaction.query("purge_last"), now, anyway))
    # A session that was ended since would be alive again.
    transaction.execute("session_end_everyone", now=now)
    return recovered


def _due(last: list[Row], now: datetime, anyway: bool) -> datetime:
    """As of when what is past retention goes: what a purge has erased does not come back."""
    if not last:
        return now
    if now >= last[0]["purged_at"]:
        # What a stranger wrote into the store does not have more erased than is due.
        told = purge_journal.is_believed(last[0])
        return max(now, instant_that_erases(last[0]["erased_before"])) if told else now
    if anyway:
        return now
    raise Refused(
        f"Rien n'est restauré : {clock_doubt(now, last[0]['purged_at'])}. Réglez l'horloge de la machine ; "
        "si c'est cet effacement qui était mal daté, --anyway ne le refait pas."
    )


def _refuse_older_than(unknown: list[str]) -> None:
    if unknown:
        raise Refused(
            f"Rien n'est restauré : cette sauvegarde est d'avant la publication de {', '.join(unknown)}. La "
            "base n'en saurait rien, et ce qu'elle publierait ensuite pourrait, par différence, révéler une "
            "officine. Prenez-en une plus récente, ou celle-ci avec --anyway : la publication automatique "
            "sera suspendue."
        )


def _refuse_faults(opened: Store) -> None:
    if found := integrity.faults(opened):
        raise Refused(
            f"Cette sauvegarde n'est pas intègre : {found[0]} "
            "Prenez-en une autre, ou celle-ci telle quelle avec --anyway.",
            found,
        )


def _write_down(opened: Store, file: Path, now: datetime, unknown: list[str]) -> None:
    opened.execute(
        "audit_insert", now=now, actor=ACTOR, action="restore", subject=file.name, detail=", ".join(unknown)
    )
    if unknown:
        monday.set_automatic(opened, False, now=now, actor=ACTOR)
    # Copies made since, and this one, which was taken before it was noted: a purge must find them all. One
    # that is not there may be in a drawer: the purge says so, and its disk is not asked anything here.
    for path, made_at in keeping_journal.read().copies:
        opened.execute("backup_copy_insert", path=str(path), now=made_at)
    backups.register(opened, file, now)


def _outcome(counts: dict[str, int], recovered: int, unknown: list[str]) -> dict[str, Any]:
    told = [f"Base restaurée et vérifiée : {french.plural(counts['declarations'], 'déclaration')}."]
    if recovered:
        records = french.plural(recovered, "effacement fait", "effacements faits")
        again = "refait, procès-verbal remis" if recovered < 2 else "refaits, procès-verbaux remis"
        told.append(f"{records} depuis cette sauvegarde : {again}.")
    if unknown:
        told.append(
            f"Publié sans que cette base le sache : {', '.join(unknown)}. La publication automatique est "
            f"suspendue : ne publiez rien pendant {WINDOW_WEEKS + 1} semaines."
        )
    if passed_over := purge_journal.passed_over():
        told.append(passed_over)
    return {
        "message": " ".join(told), "counts": counts, "purges_recovered": recovered,
        "releases_unknown": unknown,
    }  # fmt: skip


def _put_aside(target: Path, now: datetime) -> Path | None:
    if not target.exists():
        return None
    kept = backup_files.aside_name(target, now)
    log = target.with_name(target.name + ".wal")
    # The log first: without it the file is a little old, but a log beside another file would spoil that one.
    if log.exists():
        os.replace(log, kept.with_name(kept.name + ".wal"))
    os.replace(target, kept)
    return kept
