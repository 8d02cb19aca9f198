"""Lets readers go on while the store is copied, and everybody wait while its file is exchanged."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dp_ruptures.store.base import StoreError


class Busy(StoreError):
    """Somebody's work did not end in time: the file was not exchanged; trying again is safe."""


class Gate:
    """Open to any number of threads; shut to writers while it is `still`, to everybody while `alone`."""

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._readers = self._writers = 0
        self._still = self._shut = False
        # A thread inside may enter again: making it wait for itself would stop both.
        self._mine = threading.local()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read beside others; waits while somebody is alone."""
        inside: bool = getattr(self._mine, "writing", False)
        with self._change:
            self._change.wait_for(lambda: inside or not self._shut)
            self._readers += 1
        try:
            yield
        finally:
            with self._change:
                self._readers -= 1
                self._change.notify_all()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write beside others; waits while the store is still, or somebody alone."""
        inside: bool = getattr(self._mine, "writing", False)
        with self._change:
            self._change.wait_for(lambda: inside or not (self._still or self._shut))
            self._writers += 1
        self._mine.writing = True
        try:
            yield
        finally:
            self._mine.writing = inside
            with self._change:
                self._writers -= 1
                self._change.notify_all()

    @contextmanager
    def still(self, patience: float) -> Iterator[None]:
        """Nothing changes meanwhile: writers wait, readers go on. Raises Busy after `patience` seconds."""
        deadline = time.monotonic() + patience
        with self._change:
            if not self._change.wait_for(lambda: not self._still, patience):
                raise Busy("La base est déjà en cours de réécriture : réessayez dans un instant.")
            self._still = True
        try:
            self._wait(lambda: not self._writers, deadline)
            yield
        finally:
            with self._change:
                self._still = False
                self._change.notify_all()

    @contextmanager
    def alone(self, patience: float) -> Iterator[None]:
        """Within `still`: nobody else is inside. Raises Busy after `patience` seconds."""
        deadline = time.monotonic() + patience
        with self._change:
            self._shut = True
        try:
            self._wait(lambda: not self._readers, deadline)
            yield
        finally:
            with self._change:
                self._shut = False
                self._change.notify_all()

    def _wait(self, gone: Callable[[], bool], deadline: float) -> None:
        with self._change:
            if not self._change.wait_for(gone, max(0.0, deadline - time.monotonic())):
                raise Busy("Un long travail occupe la base : réessayez dans quelques minutes.")
