"""Sends many letters beside the pages: one run of each kind at a time, its progress for whoever looks.

In this process's memory only: what was sent is in the store, and a run cut by a restart is
taken up again by starting it again.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dp_ruptures import french
from dp_ruptures.errors import Refused
from dp_ruptures.progress import Progress

REMINDERS, INVITATIONS = "relances", "invitations"
_log = logging.getLogger(__name__)
_starting = threading.Lock()
_runs: dict[str, "Mailing"] = {}


class Stopped(Refused):
    """Somebody stopped the run; what was sent stays sent."""


@dataclass
class Mailing:
    """A run under way, or the last one: `said` is None until it ends."""

    actor: str
    started_at: datetime
    done: int = 0
    total: int = 0
    stopping: bool = False
    said: str | None = None
    failed: bool = False

    def tell(self, label: str, done: int, total: int) -> None:
        """The progress the work reports to. Raises Stopped once `stop` was asked."""
        self.done, self.total = done, total
        if self.stopping and done < total:
            raise Stopped(
                f"Envoi arrêté après {french.number(done)} courriels sur {french.number(total)}. "
                "Relancez-le pour continuer."
            )


def start(
    kind: str, work: Callable[[Progress], dict[str, Any]], *, now: datetime, actor: str
) -> threading.Thread:
    """Run `work` in a thread of its own; returns it at once. Raises Refused while one of that kind runs."""
    with _starting:
        known = _runs.get(kind)
        if known and known.said is None:
            raise Refused("Un envoi est déjà en cours : attendez qu'il finisse, ou arrêtez-le.")
        _runs[kind] = run = Mailing(actor, now)
    thread = threading.Thread(target=_run, args=(run, work), name=kind, daemon=True)
    thread.start()
    return thread


def latest(kind: str) -> Mailing | None:
    """The run under way, or the last one since the server started."""
    return _runs.get(kind)


def stop(kind: str) -> None:
    """Ask the run to end before its next lot of letters."""
    run = _runs.get(kind)
    if run:
        run.stopping = True


def _run(run: Mailing, work: Callable[[Progress], dict[str, Any]]) -> None:
    try:
        said, failed = str(work(run.tell)["message"]), False
    except Refused as refusal:
        said, failed = str(refusal), not isinstance(refusal, Stopped)
    except Exception as error:  # noqa: BLE001 - a thread's last line of defence; its text could name people
        _log.error("mailing failed: %s", type(error).__name__)
        said, failed = "L'envoi s'est interrompu ; le journal du serveur dit pourquoi. Relancez-le.", True
    run.failed, run.said = failed, said
