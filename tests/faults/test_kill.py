"""The server is killed at any moment: what it acknowledged is there, nothing is half there.

    KILLS=50 python -m pytest tests/faults/test_kill.py

FAULTS_WHOLE=1 serves Streamlit too; with DP_RUPTURES_STORE_KEY the store is encrypted.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from dp_ruptures import drafts, integrity, tokens
from dp_ruptures.reference import load_reference
from dp_ruptures.rules.week import week_of
from dp_ruptures.store import Store, open_store
from tests.conftest import NOW, ROOT, add_pharmacy
from tests.faults.victim import FIELD, PRODUCTS
from tests.servers import free_port

KILLS = int(os.environ.get("KILLS", "3"))
WEEK = week_of(NOW)
SENDERS = 3


class Ledger:
    """What has been acknowledged: receipts with their figures, and the last text of each draft."""

    def __init__(self) -> None:
        self.receipts: dict[str, tuple[str, int]] = {}
        self.typed: dict[str, int] = {}

    def hear(self, line: str) -> None:
        """One line of the victim."""
        kind, finess, name, figure = line.split()
        if kind == "declared":
            self.receipts[name] = (finess, int(figure))
        else:
            self.typed[finess] = int(figure)


class Victim:
    """One life of the server, loaded from outside by HTTP and from inside by the form's path."""

    def __init__(self, home: Path, finesses: list[str], bearers: dict[str, str], ledger: Ledger) -> None:
        self.port, self.ledger, self._bearers = free_port(), ledger, bearers
        environ = {**os.environ, "DP_RUPTURES_HOME": str(home), "DP_RUPTURES_NOW": NOW.isoformat()}
        environ.pop("DP_RUPTURES_STORE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.victim", str(self.port), *finesses],
            cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.dead = threading.Event()
        works = [threading.Thread(target=self._listen)]
        works += [threading.Thread(target=self._send, args=one) for one in bearers.items()]
        self._works = works
        for work in works:
            work.start()

    def kill_after_first_answers(self, delay: float) -> None:
        """SIGKILL, `delay` seconds after both ways have been acknowledged something in this life."""
        deadline = time.monotonic() + 90
        while not (self.heard and self.answered) and time.monotonic() < deadline:
            assert self.process.poll() is None, "the victim died by itself"
            time.sleep(0.01)
        assert self.heard
        assert self.answered
        time.sleep(delay)
        self.process.kill()
        self.process.wait()
        self.dead.set()
        for work in self._works:
            work.join(30)

    heard = answered = 0

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.ledger.hear(line)
                self.heard += 1

    def _send(self, finess: str, bearer: str) -> None:
        units = int(time.time()) % 1_000_000
        while not self.dead.is_set():
            units += 1
            try:
                self._declare(finess, bearer, units)
            except (OSError, HTTPException, ValueError):
                time.sleep(0.02)

    def _declare(self, finess: str, bearer: str, units: int) -> None:
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
            self.ledger.receipts[content["id"]] = (finess, units)
            self.answered += 1
        elif answer.status == 429:
            time.sleep(0.2)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its reference data."""
    folder = tmp_path_factory.mktemp("home")
    opened = opened_at(folder)
    opened.migrate()
    load_reference(opened, NOW.date())
    opened.close()
    return folder


def opened_at(home: Path) -> Store:
    return open_store(f"duckdb:///{home / 'dp_ruptures.duckdb'}", os.environ.get("DP_RUPTURES_STORE_KEY"))


@pytest.fixture(scope="module")
def pharmacies(home: Path) -> tuple[list[str], dict[str, str]]:
    """Those of the form, and those of the HTTP API with their tokens."""
    opened = opened_at(home)
    form = [add_pharmacy(opened, f"0100{number:04}") for number in range(4)]
    by_http = [add_pharmacy(opened, f"0200{number:04}") for number in range(SENDERS)]
    bearers = {
        finess: tokens.create(opened, finess, "LGO", account_name=None, now=NOW, actor="t")
        for finess in by_http
    }
    opened.close()
    return form, bearers


def test_a_killed_server_loses_nothing_it_acknowledged_and_keeps_nothing_half_written(
    home: Path, pharmacies: tuple[list[str], dict[str, str]]
) -> None:
    ledger, chance, counts = Ledger(), random.Random(2026), Counter[str]()
    form, bearers = pharmacies
    for _ in range(KILLS):
        Victim(home, form, bearers, ledger).kill_after_first_answers(chance.uniform(0.05, 0.9))
        opened = opened_at(home)
        try:
            counts.update(found(opened, ledger, [*form, *bearers]))
            assert integrity.faults(opened) == []
        finally:
            opened.close()
    sys.stderr.write(f"\n{KILLS} kills, {len(ledger.receipts)} declarations acknowledged: {dict(counts)}\n")
    assert (counts["lost"], counts["changed"], counts["forgotten"]) == (0, 0, 0)
    assert len(ledger.receipts) > 5 * KILLS


def found(opened: Store, ledger: Ledger, finesses: list[str]) -> Iterator[str]:
    """What became of each acknowledged write."""
    rows = {row["receipt_id"]: row for finess in finesses for row in own(opened, finess)}
    for receipt, (_, units) in ledger.receipts.items():
        if receipt not in rows:
            yield "lost"
        else:
            kept = opened.query("declaration_lines", declaration_id=rows[receipt]["declaration_id"])
            figures = {line["cip13"]: line["units"] for line in kept}
            expected = {cip13: units + rank for rank, cip13 in enumerate(PRODUCTS)}
            yield "kept" if figures == expected else "changed"
    for finess, text in ledger.typed.items():
        last = drafts.of(opened, finess, WEEK)[FIELD]
        yield "typed" if int(last.text) >= text else "forgotten"


def own(opened: Store, finess: str) -> list[dict[str, object]]:
    return opened.query("declaration_history", finess=finess)
