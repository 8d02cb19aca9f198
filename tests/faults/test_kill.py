"""The server is killed at any moment: what it acknowledged is there, nothing is half there.

    KILLS=50 python -m pytest tests/faults/test_kill.py

FAULTS_WHOLE=1 serves Streamlit too, and two visitors declare in the weekly form over their websockets;
with DP_RUPTURES_STORE_KEY the store is encrypted.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dp_ruptures import drafts, integrity, tokens
from dp_ruptures.reference import load_reference
from dp_ruptures.rules.declaration import receipt_number
from dp_ruptures.store import Store, open_store
from tests.conftest import NOW, add_pharmacy
from tests.faults import tab
from tests.faults.life import WEEK, Ledger, Pharmacies, Victim
from tests.faults.victim import FIELD, PRODUCTS

KILLS = int(os.environ.get("KILLS", "3"))
SENDERS = 3
TABS = 2 if os.environ.get("FAULTS_WHOLE") else 0


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
def pharmacies(home: Path) -> Pharmacies:
    opened = opened_at(home)
    form = [add_pharmacy(opened, f"0100{number:04}") for number in range(4)]
    by_http = [add_pharmacy(opened, f"0200{number:04}") for number in range(SENDERS)]
    browsers = [add_pharmacy(opened, f"0300{number:04}") for number in range(TABS)]
    bearers = {
        finess: tokens.create(opened, finess, "LGO", account_name=None, now=NOW, actor="t")
        for finess in by_http
    }
    sessions = [tab.log_in(opened, finess) for finess in browsers]
    opened.close()
    return Pharmacies(form, bearers, sessions, browsers)


def test_a_killed_server_loses_nothing_it_acknowledged_and_keeps_nothing_half_written(
    home: Path, pharmacies: Pharmacies
) -> None:
    ledger, chance, counts = Ledger(), random.Random(2026), Counter[str]()
    for _ in range(KILLS):
        Victim(home, pharmacies, ledger).kill_after_first_answers(chance.uniform(0.05, 0.9))
        opened = opened_at(home)
        try:
            counts.update(found(opened, ledger, pharmacies.all))
            assert integrity.faults(opened) == []
        finally:
            opened.close()
    acknowledged = f"{len(ledger.receipts)} declarations acknowledged, {ledger.by_form} of them by the form"
    sys.stderr.write(f"\n{KILLS} kills, {acknowledged}: {dict(counts)}\n")
    assert (counts["lost"], counts["changed"], counts["forgotten"]) == (0, 0, 0)
    assert len(ledger.receipts) > 5 * KILLS


def found(opened: Store, ledger: Ledger, finesses: list[str]) -> Iterator[str]:
    """What became of each acknowledged write."""
    rows = {receipt_number(str(row["receipt_id"])): row for finess in finesses for row in own(opened, finess)}
    for receipt, units in ledger.receipts.items():
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
