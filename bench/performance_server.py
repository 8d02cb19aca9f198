"""A portal that runs, with sessions already open: what the measures of pages speak to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.performance_visitor import AGENT
from dp_ruptures import accounts, sessions, store
from dp_ruptures.sessions import Client
from dp_ruptures.store import Store
from tests.browser.conftest import PASSWORD, Portal, free_port
from tests.conftest import NOW

# The accounts that the demo makes, one per role.
ROLES = {"pharmacist": "pharmacie", "analyst": "ordre", "admin": "admin", "ministry": "ministere"}
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class Server(Portal):
    """The portal, and what its process has spent so far."""

    def cpu_seconds(self) -> float:
        fields = self._told("stat").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        return int(self._told("statm").split()[1]) * _PAGE_BYTES

    def _told(self, name: str) -> str:
        assert self.process is not None
        return Path(f"/proc/{self.process.pid}/{name}").read_text()


@dataclass(frozen=True)
class Served:
    """A portal that runs; the session of each role, and of other pharmacies."""

    server: Server
    by_role: dict[str, str]
    others: list[str]


@contextmanager
def serving(pharmacies: int, pharmacists: int) -> Iterator[Served]:
    """A portal over an invented season: a session of each role, and of `pharmacists` other pharmacies."""
    with TemporaryDirectory() as folder:
        server = Server(Path(folder), free_port())
        server.command("demo", "--pharmacies", str(pharmacies), "--weeks", "6", "--password", PASSWORD)
        by_role, others = _sessions(server, pharmacists)
        server.start()
        try:
            yield Served(server, by_role, others)
        finally:
            server.stop()


def _sessions(server: Server, pharmacists: int) -> tuple[dict[str, str], list[str]]:
    os.environ |= {"DP_RUPTURES_HOME": str(server.home), "DP_RUPTURES_NOW": NOW.isoformat()}
    opened = store.connect()
    try:
        listed = [row["finess"] for row in opened.query("finess_pharmacies") if row["closed_on"] is None]
        for number, finess in enumerate(listed[:pharmacists]):
            _account(opened, f"officine-{number}", finess)
        others = [_session(opened, f"officine-{number}") for number in range(pharmacists)]
        return {role: _session(opened, name) for role, name in ROLES.items()}, others
    finally:
        store.close()


def _account(opened: Store, name: str, finess: str) -> None:
    # One hash for all: five hundred would take two minutes, and nobody logs in with them.
    known = accounts.find(opened, ROLES["pharmacist"])
    assert known is not None
    opened.execute(
        "account_insert", name=name, display_name=name, role="pharmacist", finess=finess, email=None,
        password_hash=known.password_hash, now=NOW,
    )  # fmt: skip


def _session(opened: Store, name: str) -> str:
    client = Client(AGENT)
    token = sessions.trade_ticket(opened, sessions.issue_ticket(opened, name, NOW, client), NOW, client)
    assert token is not None
    return token
