"""Copies the store while it is written, and puts a copy back; neither counts before it is proven."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import backup_files, french, integrity, purge, settings
from dp_ruptures.errors import Refused
from dp_ruptures.store import (
    Held,
    Store,
    StoreError,
    discard_store,
    exchange_store,
    file_of,
    hold,
    in_transaction,
    is_store_file,
    open_store,
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
        exchange_store(draft, file)
    except (OSError, StoreError) as error:
        raise Refused(f"La sauvegarde n'est pas faite. {error}") from error
    finally:
        discard_store(draft)
    _note(store, file, now, actor)
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


def restore(file: Path, *, now: datetime, anyway: bool = False) -> dict[str, Any]:
    """Put a backup in the place of the store, once it is proven; what was there is kept aside.

    Raises Refused while a portal runs, for a file that is no backup, and for one whose rows do not hold
    together, unless it is taken `anyway`.
    """
    target = file_of(settings.load().store_url)
    try:
        with hold(target):
            return _restore(file, target, now, anyway)
    except Held as held:
        raise Refused(f"Rien n'est restauré : arrêtez d'abord le portail. {held}") from held
    except (OSError, StoreError) as error:
        raise Refused(f"Rien n'est restauré : {file} n'est pas une sauvegarde utilisable. {error}") from error


def _restore(file: Path, target: Path, now: datetime, anyway: bool) -> dict[str, Any]:
    fresh = target.with_name(f".{target.name}.restored")
    try:
        counts = _prepare(file, fresh, now, anyway)
        kept = _put_aside(target, now)
        exchange_store(fresh, target)
    finally:
        discard_store(fresh)
    held = french.plural(counts["declarations"], "déclaration")
    told = f" L'ancienne base est dans {kept} ; la nuit l'efface au bout de sept jours." if kept else ""
    return {
        "message": f"Base restaurée et vérifiée : {held}.{told}",
        "counts": counts,
        "aside": str(kept) if kept else None,
    }


def _prepare(file: Path, fresh: Path, now: datetime, anyway: bool) -> dict[str, int]:
    """A copy of `file` at `fresh`: migrated, proven, without what is past retention nor what was deleted."""
    with _scratch(fresh.parent) as folder:
        opened = _opened(file, folder)
        try:
            opened.migrate()
            in_transaction(opened, lambda transaction: purge.erase(transaction, now))
            found = [] if anyway else integrity.faults(opened)
            if found:
                raise Refused(
                    f"Cette sauvegarde n'est pas intègre : {found[0]} "
                    "Prenez-en une autre, ou celle-ci telle quelle avec --anyway.",
                    found,
                )
            opened.execute(
                "audit_insert", now=now, actor="commande", action="restore", subject=file.name, detail=""
            )
            # Taken before it was noted: a purge must find it.
            _register(opened, file, now)
            opened.copy_to(fresh, encrypt_with=settings.load().store_key)
            return integrity.counted(opened)
        finally:
            opened.close()


def _opened(file: Path, folder: Path) -> Store:
    """A copy of `file` in `folder`, opened with the key in use, the one before it, or none."""
    copied = folder / "store.duckdb"
    known = settings.load()
    if not is_store_file(file):
        raise Refused(f"Rien n'est restauré : {file} n'est pas une sauvegarde du portail.")
    for key in dict.fromkeys((known.store_key, known.former_store_key, None)):
        discard_store(copied)
        _copy_files(file, copied)
        try:
            return open_store(f"duckdb:///{copied}", key)
        except StoreError as error:
            failed = error
    raise failed


def _copy_files(file: Path, copied: Path) -> None:
    shutil.copyfile(file, copied)
    log = file.with_name(file.name + ".wal")
    if log.exists():
        shutil.copyfile(log, copied.with_name(copied.name + ".wal"))


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


def _proven(draft: Path, before: dict[str, int]) -> tuple[dict[str, int], list[str]]:
    """The counts of a backup that restores, and what `check` finds in it. Raises Refused."""
    with _scratch(draft.parent) as folder:
        opened = _opened(draft, folder)
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


def _note(store: Store, file: Path, now: datetime, actor: str) -> None:
    _register(store, file, now)
    store.execute("audit_insert", now=now, actor=actor, action="backup", subject=file.name, detail="")


def _register(store: Store, file: Path, now: datetime) -> None:
    if file.parent.resolve() != settings.load().backups.resolve():
        store.execute("backup_copy_insert", path=str(file.resolve()), now=now)


@contextmanager
def _scratch(beside: Path) -> Iterator[Path]:
    """A folder for one trial, for our eyes only, gone after it."""
    folder = Path(tempfile.mkdtemp(prefix=backup_files.TRIAL, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
