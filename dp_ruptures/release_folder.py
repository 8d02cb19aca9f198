"""The folder of a release: drafted through to the disk before the commit, moved into place after it."""

import errno
import json
import os
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from dp_ruptures import release_files, settings
from dp_ruptures.errors import Refused
from dp_ruptures.publication import signature
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction

# A draft is written in seconds.
ABANDONED_SECONDS = 3600.0


def draft_of(folder: Path) -> Path:
    """Where this thread drafts the files of `folder`."""
    # Monday's own thread and a person's may write one week at once: the second is refused at the commit.
    return folder.with_name(f".{folder.name}.{os.getpid()}.{threading.get_ident()}")


def draft(store: Transaction, week: Week, folder: Path) -> Path:
    """Write the files beside `folder`, through to the disk, before the release is committed.

    Returns the draft folder, which `settle` renames. Raises Refused when the disk says no.
    """
    place = draft_of(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, content in release_files.contents(store, week).items():
            _write_through(place / name, content)
    except OSError as error:
        discard(place)
        raise Refused(_unwritten(folder, error)) from error
    return place


def discard(place: Path) -> None:
    """Remove a draft that will not be settled: its release was not committed."""
    shutil.rmtree(place, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove the drafts beside `folder` that a process killed half-way left.

    By their age: another replica may be writing one right now, and a restarted server has its former number.
    """
    oldest = time.time() - ABANDONED_SECONDS
    for place in folder.parent.glob(".*.*.*"):
        with suppress(OSError):
            if place.is_dir() and place.stat().st_mtime < oldest:
                discard(place)


def _unwritten(folder: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return (
            f"Le disque est plein : les fichiers de la publication ne s'écrivent pas dans {folder}. "
            "Rien n'est publié. Faites de la place, puis recommencez."
        )
    return f"Les fichiers ne s'écrivent pas dans {folder} : {error.strerror}. Rien n'est publié."


def settle(place: Path, folder: Path) -> dict[str, str]:
    """Move a draft into place, once the release is committed; returns name → path."""
    names = sorted(file.name for file in place.iterdir())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            os.replace(place / name, folder / name)
        place.rmdir()
    except OSError as error:
        raise Refused(
            f"La semaine est publiée, mais ses fichiers ne sont pas tous dans {folder} ({error.strerror}). "
            "Publiez-la encore une fois : ils seront réécrits."
        ) from error
    return {name: str(folder / name) for name in names}


def are_whole(store: Transaction, week: Week, folder: Path) -> bool:
    """Whether `folder` holds the release's files as we signed them: a kill may have come before `settle`.

    Asked of the signature and not of a new writing: another version of a library writes other bytes.
    """
    headers = store.query("release_by_week", week=week.monday)
    try:
        signature.verify(folder, signature.claimed_key(folder, settings.load()))
        signed = json.loads((folder / signature.MANIFEST).read_bytes())
    except Refused:
        return False
    return bool(headers) and signed["revision"] == headers[0]["revision"]


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
