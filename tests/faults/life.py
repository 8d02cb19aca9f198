"""One life of the server that is killed: who loads it, and what it has acknowledged."""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from dp_ruptures.rules.declaration import receipt_number
from dp_ruptures.rules.week import week_of
from tests.conftest import NOW, ROOT
from tests.faults import tab
from tests.faults.victim import PRODUCTS
from tests.servers import free_port

WEEK = week_of(NOW)


class Ledger:
    """What has been acknowledged: figures by number of receipt, and the last text of each draft."""

    def __init__(self) -> None:
        self.receipts: dict[str, int] = {}
        self.typed: dict[str, int] = {}
        self.by_form = 0

    def hear(self, line: str) -> None:
        """One line of the victim."""
        kind, finess, name, figure = line.split()
        if kind == "declared":
            self.receipts[receipt_number(name)] = int(figure)
        else:
            self.typed[finess] = int(figure)

    def see(self, number: str, units: int) -> None:
        """One receipt on the screen of the form."""
        self.receipts[number] = units
        self.by_form += 1


@dataclass(frozen=True)
class Pharmacies:
    """Those of the form's path, those of the HTTP API with their tokens, the sessions of the browsers."""

    form: list[str]
    bearers: dict[str, str]
    sessions: list[str]
    browsers: list[str]

    @property
    def all(self) -> list[str]:
        return [*self.form, *self.bearers, *self.browsers]


class Victim:
    """One life of the server, loaded from outside by HTTP and from inside by the form's path."""

    def __init__(self, home: Path, who: Pharmacies, ledger: Ledger) -> None:
        self.port, self.ledger, self._tabs = free_port(), ledger, len(who.sessions)
        self._seen = ledger.by_form
        environ = {**os.environ, "DP_RUPTURES_HOME": str(home), "DP_RUPTURES_NOW": NOW.isoformat()}
        environ.pop("DP_RUPTURES_STORE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victim", str(self.port), *who.form],
            cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.dead = threading.Event()
        works = [threading.Thread(target=self._listen)]
        works += [threading.Thread(target=self._send, args=(bearer,)) for bearer in who.bearers.values()]
        works += [threading.Thread(target=self._fill_in, args=(token,)) for token in who.sessions]
        self._works = works
        for work in works:
            work.start()

    def kill_after_first_answers(self, delay: float) -> None:
        """SIGKILL, `delay` seconds after every way has been acknowledged something in this life."""
        deadline = time.monotonic() + 90
        while not self._is_loaded and time.monotonic() < deadline:
            assert self.process.poll() is None, "the victim died by itself"
            time.sleep(0.01)
        assert self._is_loaded
        time.sleep(delay)
        self.process.kill()
        self.process.wait()
        self.dead.set()
        for work in self._works:
            work.join(30)

    heard = answered = 0

    @property
    def _is_loaded(self) -> bool:
        by_form = self.ledger.by_form > self._seen or not self._tabs
        return bool(self.heard and self.answered and by_form)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.ledger.hear(line)
                self.heard += 1

    def _fill_in(self, token: str) -> None:
        while not self.dead.is_set():
            tab.declare_until_killed(self.port, token, int(time.time()) % 1_000_000, self.ledger.see)
            time.sleep(0.1)

    def _send(self, bearer: str) -> None:
        units = int(time.time()) % 1_000_000
        while not self.dead.is_set():
            units += 1
            try:
                self._declare(bearer, units)
            except (OSError, HTTPException, ValueError):
                time.sleep(0.02)

    def _declare(self, bearer: str, units: int) -> None:
        lines = [{"code": cip13, "quantity": units + rank} for rank, cip13 in enumerate(PRODUCTS)]
        connection = HTTPConnection("localhost", self.port, timeout=20)
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        connection.request(
            "POST", "/api/v1/declarations", json.dumps({"week": WEEK.iso, "lines": lines}), headers
        )
        answer = connection.getresponse()
        content = json.loads(answer.read())
        connection.close()
        if answer.status == 201:
            self.ledger.receipts[receipt_number(content["id"])] = units
            self.answered += 1
        elif answer.status == 429:
            time.sleep(0.2)
