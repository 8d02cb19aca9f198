"""Lets everybody use the store at once, and one alone when its file is exchanged."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dp_ruptures.store.base import StoreError


class Busy(StoreError):
    """Somebody's work did not end in time: the file was not exchanged; trying again is safe."""


class Gate:
    """Open to any number of threads; closed to all but one while it holds `alone`."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._inside = 0
        self._shut = False
        # A thread inside may enter again: making it wait for itself would stop both.
        self._mine = threading.local()

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Work beside others; waits while somebody is alone."""
        depth: int = getattr(self._mine, "depth", 0)
        with self._change:
            self._change.wait_for(lambda: depth or not self._shut)
            self._inside += 1
        self._mine.depth = depth + 1
        try:
            yield
        finally:
            self._mine.depth = depth
            with self._change:
                self._inside -= 1
                self._change.notify_all()

    @contextmanager
    def alone(self, patience: float) -> Iterator[None]:
        """Work alone, once everybody inside has left; others wait. Raises Busy after `patience` seconds."""
        deadline = time.monotonic() + patience
        with self._change:
            if not self._change.wait_for(lambda: not self._shut, patience):
                raise Busy("La base est déjà en cours de réécriture : réessayez dans un instant.")
            self._shut = True
            left = max(0.0, deadline - time.monotonic())
            if not self._change.wait_for(lambda: not self._inside, left):
                self._open()
                raise Busy("Un long travail occupe la base : réessayez dans quelques minutes.")
        try:
            yield
        finally:
            with self._change:
                self._open()

    def _open(self) -> None:
        self._shut = False
        self._change.notify_all()
