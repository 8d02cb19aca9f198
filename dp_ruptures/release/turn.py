"""One release is computed at a time in a process: two would share its processor, and both would hide more."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from dp_ruptures.errors import Refused

_TURN = Lock()


@contextmanager
def alone(patience: float) -> Iterator[None]:
    """Nobody else computes meanwhile; waits `patience` seconds for its turn, then raises Refused."""
    if not _TURN.acquire(timeout=patience):
        raise Refused(
            "Un calcul de publication est déjà en cours : attendez qu'il finisse, inutile d'en demander un "
            "autre. Sur le portail, rechargez la page dans un moment : l'aperçu s'y affichera."
        )
    try:
        yield
    finally:
        _TURN.release()
