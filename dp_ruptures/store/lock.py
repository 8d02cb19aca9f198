"""Says who holds the store's file, before DuckDB says it in English.

A separate file, because closing any descriptor of the database's own file would
silently drop the lock that DuckDB holds on it (design.md, Store).
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dp_ruptures.store.base import StoreError


class Held(StoreError):
    """Another process of this portal owns the file."""


class FileLock:
    """An exclusive lock on `path`, which carries the owner's process number."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises Held, naming the process that has it."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "inconnu"
            os.close(descriptor)
            raise Held(
                f"La base est déjà ouverte par le processus {owner} ({self._path.name}) : "
                "arrêtez-le, ou attendez qu'il ait fini."
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode("ascii"), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go of the lock; nothing happens when it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


@contextmanager
def hold(file: Path) -> Iterator[None]:
    """Nobody opens the store `file` meanwhile. Raises Held when somebody has."""
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file.with_suffix(".lock"))
    lock.acquire()
    try:
        yield
    finally:
        lock.release()
