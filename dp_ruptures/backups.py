"""Copies the store while it is written; a copy counts once a restore of it has been tried."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import backup_files, backup_trial, french, integrity, keeping_journal, settings
from dp_ruptures.errors import Refused
from dp_ruptures.store import (
    Store,
    StoreError,
    discard_store,
    disk_reason,
    exchange_store,
    file_of,
    is_store_file,
)


def backup(store: Store, file: Path, *, now: datetime, actor: str) -> dict[str, Any]:
    """Write a backup of the store to `file`, proven by a restore beside it. Raises Refused.

    An earlier backup of that name is replaced, nothing else is. The faults that `check` finds in the store
    are said and stop nothing: a copy of what there is beats none.
    """
    known = settings.load()
    _check_place(file, file_of(known.store_url))
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    before = integrity.counted(store)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        store.copy_to(draft)
        counts, faults = _proven(draft, before)
        # Before it is there: no copy of the figures may escape the purges.
        register(store, file, now)
        exchange_store(draft, file)
    except OSError as error:
        raise Refused(f"La sauvegarde {file} n'est pas faite : {disk_reason(error)}") from error
    except StoreError as error:
        raise Refused(f"La sauvegarde n'est pas faite. {error}") from error
    finally:
        # Where nothing could be written nothing is to be removed, and why has been said.
        with suppress(OSError):
            discard_store(draft)
    store.execute("audit_insert", now=now, actor=actor, action="backup", subject=file.name, detail="")
    size = french.number(file.stat().st_size / 1e6, 1)
    held = french.plural(counts["declarations"], "déclaration")
    told = f" La base a des défauts, que check détaille : {faults[0]}" if faults else ""
    return {
        "message": f"Sauvegarde faite et vérifiée par une restauration d'essai : {file} ({size} Mo, {held})."
        + told,
        "file": str(file),
        "counts": counts,
        "faults": faults,
    }


def nightly(store: Store, now: datetime, actor: str) -> dict[str, Any]:
    """The portal's own backup, and the end of those whose turn is over. Raises Refused."""
    outcome = backup(store, settings.load().backups / backup_files.own_name(now), now=now, actor=actor)
    return outcome | {"deleted": backup_files.rotate(now)}


def _proven(draft: Path, before: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """The counts of a backup that restores, and what `check` finds in it. Raises Refused."""
    with backup_trial.scratch(draft.parent) as folder:
        opened = backup_trial.opened(draft, folder)
        try:
            # Reads every block, and its checksum.
            opened.copy_to(folder / "restored.duckdb")
            counts, found = integrity.counted(opened), integrity.faults(opened)
        finally:
            opened.close()
    if counts["declarations"] < before["declarations"]:
        raise Refused("La sauvegarde n'est pas faite : il y manque des déclarations. Recommencez.")
    return counts, found


def _check_place(file: Path, target: Path) -> None:
    if file.resolve() == target.resolve():
        raise Refused("La sauvegarde ne peut pas remplacer la base elle-même : donnez un autre fichier.")
    if file.exists() and file.stat().st_size and not is_store_file(file):
        raise Refused(f"{file} existe et n'est pas une sauvegarde : donnez un autre nom.")


def register(store: Store, file: Path, now: datetime) -> None:
    """Have purges go through a copy, even once a restore has forgotten it; our own folder needs no word."""
    file = file.resolve()
    if file.parent == settings.load().backups.resolve():
        return
    store.execute("backup_copy_insert", path=str(file), now=now)
    if file not in {path for path, _ in keeping_journal.read().copies}:
        keeping_journal.note_copy(file, now)
