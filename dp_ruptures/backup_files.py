"""The backups that the portal knows of: its own, what a restore put aside, where operators put some.

They obey the same ages as the store: a purge goes through every one of them.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dp_ruptures import french, settings
from dp_ruptures.rules.retention import backups_to_keep
from dp_ruptures.store import Newer, Store, StoreError, discard_store, exchange_store, file_of, open_store

_STAMP = "%Y%m%dT%H%M%SZ"
_PREFIX = "dp_ruptures-"
# What a restore replaced: a week to notice that it was the wrong backup.
ASIDE = ".avant-restauration-"
_ASIDE_LIFE = timedelta(days=7)
# A folder where a backup is tried.
TRIAL = ".essai-"
_TRIAL_LIFE = timedelta(days=1)


@dataclass
class Visited:
    """What a purge did to the backups; paths, none of which names a pharmacy."""

    clean: int = 0
    erased: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """In French, for the operator."""
        looked = self.clean + len(self.erased)
        told = [f"{french.plural(looked, 'sauvegarde tenue', 'sauvegardes tenues')} au même âge."]
        if self.unreadable:
            told.append(f"Illisible, à effacer ou à remplacer : {', '.join(self.unreadable)}.")
        if self.newer:
            told.append(f"D'une version plus récente, laissée telle quelle : {', '.join(self.newer)}.")
        if self.missing:
            told.append(f"Introuvable, à effacer où elle se trouve : {', '.join(self.missing)}.")
        if self.unreachable:
            told.append(
                f"Hors d'atteinte, le disque ne répond pas ; le prochain effacement y reviendra : "
                f"{', '.join(self.unreachable)}."
            )
        return " ".join(told)

    def as_json(self) -> dict[str, Any]:
        return {"clean": self.clean, "erased": self.erased, "unreadable": self.unreadable,
                "missing": self.missing, "unreachable": self.unreachable, "newer": self.newer}  # fmt: skip


def own_name(now: datetime) -> str:
    """The name of a backup that the portal takes by itself."""
    return f"{_PREFIX}{now.astimezone(UTC):{_STAMP}}.duckdb"


def taken() -> dict[datetime, Path]:
    """The portal's own backups, by the instant they were taken."""
    folder = settings.load().backups
    found = {_instant(path, _PREFIX): path for path in folder.glob(f"{_PREFIX}*.duckdb")}
    return {when: path for when, path in found.items() if when}


def aside() -> list[Path]:
    """The stores that a restore replaced."""
    file = file_of(settings.load().store_url)
    return sorted(file.parent.glob(f"{file.stem}{ASIDE}*.duckdb"))


def aside_name(file: Path, now: datetime) -> Path:
    """Where a restore puts the store it replaces."""
    return file.with_name(f"{file.stem}{ASIDE}{now.astimezone(UTC):{_STAMP}}.duckdb")


def rotate(now: datetime) -> list[str]:
    """Delete the backups whose turn is over; their names."""
    mine = taken()
    keep = backups_to_keep(mine, now)
    gone = [path for when, path in mine.items() if when not in keep]
    for path in aside():
        when = _instant(path, path.name.partition(ASIDE)[0] + ASIDE)
        if when and now - when > _ASIDE_LIFE:
            gone.append(path)
    for path in gone:
        discard_store(path)
    _clear_trials(now)
    return sorted(path.name for path in gone)


def _clear_trials(now: datetime) -> None:
    """What a backup or a restore cut short left behind, a day later."""
    known = settings.load()
    for folder in {known.backups, file_of(known.store_url).parent}:
        for path in folder.glob(f"{TRIAL}*"):
            if now.timestamp() - path.stat().st_mtime > _TRIAL_LIFE.total_seconds():
                shutil.rmtree(path, ignore_errors=True)


def purge(store: Store, is_late: Callable[[Store], bool], erase: Callable[[Store], None]) -> Visited:
    """Have `erase` clean every backup that `is_late`, on a copy put in its place once it is clean.

    One of our own that does not open is deleted: nobody can say what is in it. One kept elsewhere is left
    to its owner, and one that is no longer there is forgotten; both are said. So is one whose disk does not
    answer (a share that went stale), which the next purge tries again.
    """
    visited = Visited()
    for path in sorted(settings.load().backups.glob("*.duckdb")):
        if not _visit(path, is_late, erase, visited):
            discard_store(path)
    for path in aside():
        # Not a copy but the store itself as it was: its file may hold what was deleted that day.
        if not _visit(path, lambda opened: True, erase, visited):
            discard_store(path)
    for row in store.query("backup_copies"):
        path = Path(row["path"])
        try:
            present = path.is_file()
        except OSError:
            visited.unreachable.append(str(path))
            continue
        if present:
            _visit(path, is_late, erase, visited)
        else:
            visited.missing.append(str(path))
            store.execute("backup_copy_forget", path=row["path"])
    return visited


def _visit(
    path: Path, is_late: Callable[[Store], bool], erase: Callable[[Store], None], visited: Visited
) -> bool:
    """Whether the backup could be read, and cleaned where it had to."""
    draft = path.with_name(f".{path.name}.purge")
    try:
        with _opened(path) as (opened, key):
            opened.migrate()
            present = settings.load().store_key
            # One in clear, or under a key that has been changed, is encrypted anew.
            late = is_late(opened) or bool(present and key != present)
            if late:
                opened.copy_to(draft, encrypt_with=present)
        if late:
            with _opened(draft) as (copied, _):
                erase(copied)
                copied.rebuild()
            exchange_store(draft, path)
            visited.erased.append(str(path))
        else:
            visited.clean += 1
    except Newer:
        # What this version went back from: whole, and of no use to it. The rotation ends its life.
        visited.newer.append(str(path))
    except (OSError, StoreError):
        visited.unreadable.append(str(path))
        return False
    finally:
        # A disk that takes no more order has been said above; the other backups wait for their turn.
        with suppress(OSError):
            discard_store(draft)
    return True


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Store, str | None]]:
    """The backup itself and its key, among those it may have. Raises StoreError."""
    try:
        opened, key = _with_its_key(path)
        try:
            yield opened, key
        finally:
            opened.close()
    finally:
        path.with_suffix(".lock").unlink(missing_ok=True)


def _with_its_key(path: Path) -> tuple[Store, str | None]:
    for key in settings.load().store_keys:
        try:
            return open_store(f"duckdb:///{path}", key), key
        except StoreError as error:
            failed = error
    raise failed


def _instant(path: Path, prefix: str) -> datetime | None:
    try:
        return datetime.strptime(path.stem.removeprefix(prefix), _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
