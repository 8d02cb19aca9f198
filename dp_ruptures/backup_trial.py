"""A backup opened on trial: on a copy, in a folder of its own, whichever key it was encrypted with."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dp_ruptures import backup_files, settings
from dp_ruptures.errors import Refused
from dp_ruptures.store import Store, StoreError, discard_store, is_store_file, open_store


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A folder for one trial, for our eyes only, gone after it."""
    folder = Path(tempfile.mkdtemp(prefix=backup_files.TRIAL, dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def opened(file: Path, folder: Path) -> Store:
    """A copy of `file` in `folder`, opened with the key in use, the one before it, or none."""
    copied = folder / "store.duckdb"
    if not is_store_file(file):
        raise Refused(f"Rien n'est restauré : {file} n'est pas une sauvegarde du portail.")
    for key in settings.load().store_keys:
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
