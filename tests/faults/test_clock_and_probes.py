"""A clock set back, a store that does not answer, commands to the server: nothing lost, all said."""

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dp_ruptures import control, declarations
from dp_ruptures import store as store_module
from dp_ruptures.errors import Refused
from dp_ruptures.progress import silent
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import week_of
from dp_ruptures.store import Store, StoreError
from dp_ruptures.web.routes import ROUTES
from tests.api.api_doors import body, open_door, shows
from tests.conftest import NOW, add_pharmacy

VACCINE = "3400930306000"


def test_after_the_clock_went_back_the_one_sent_last_still_counts(process_store: Store) -> None:
    finess, week = add_pharmacy(process_store, "01000230"), week_of(NOW)
    for units, hours in ((1, 0), (2, -3), (3, -30)):
        sent = Declaration(finess, week, (Line(VACCINE, QUANTITY, units=units),), author="a", channel="form")
        declarations.declare(process_store, sent, NOW + timedelta(hours=hours))
    current = declarations.current(process_store, finess, week)
    assert current is not None
    assert [line.units for line in current.lines] == [3]
    assert [row["replaced"] for row in declarations.history(process_store, finess)] == [False, True, True]


def test_ready_means_that_the_store_answers_with_every_migration(process_store: Store) -> None:
    client = TestClient(Starlette(routes=ROUTES), raise_server_exceptions=False)
    assert client.get("/readyz").status_code == 200
    connection = process_store._connection  # type: ignore[attr-defined]
    connection.execute("DELETE FROM schema_migration WHERE name = '0020_purge_record'")
    refused = client.get("/readyz")
    assert (refused.status_code, refused.json()["missing"]) == (503, ["0020_purge_record"])
    connection.close()
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_full_disk_is_a_503_that_a_program_may_try_again(
    process_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise StoreError("La base n'a rien enregistré : le disque est plein.")

    from dp_ruptures import tokens

    finess = add_pharmacy(process_store, "01000230")
    token = tokens.create(process_store, finess, "LGO", account_name=None, now=NOW, actor="t")
    client = open_door()
    monkeypatch.setattr(declarations, "write", full)
    sent = body({"code": VACCINE, "quantity": 12})
    answer = client.post("/api/v1/declarations", json=sent, headers=shows(token))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert answer.json()["errors"][0]["code"] == "unavailable"
    monkeypatch.undo()


@pytest.fixture
def socket(process_store: Store) -> Iterator[Path]:
    """The control socket as the server's lifespan serves it."""
    ready, stop = threading.Event(), threading.Event()

    async def serve() -> None:
        async with control.serve(process_store):
            ready.set()
            await asyncio.to_thread(stop.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(10)
    yield Path(os.environ["DP_RUPTURES_HOME"]) / "control.sock"
    stop.set()
    thread.join(10)


def test_the_server_saves_purges_and_checks_while_it_serves(socket: Path, tmp_path: Path) -> None:
    saved = control.ask(socket, "backup", {"file": str(tmp_path / "b.duckdb")}, silent)
    assert Path(saved["file"]).exists()
    done = control.ask(socket, "purge", {"as_of": "2027-06-01", "dry_run": False}, silent)
    assert json.loads(json.dumps(done))["erased_before"] == "2026-12-07"
    assert control.ask(socket, "check", {}, silent)["purges"] == 1
    assert store_module.current().query("pharmacy_any") == []


@pytest.mark.parametrize("day", ["demain", "2027-13-01"])
def test_a_day_that_is_none_is_refused(socket: Path, day: str) -> None:
    with pytest.raises(Refused, match="AAAA-MM-JJ"):
        control.ask(socket, "purge", {"as_of": day, "dry_run": True}, silent)


def test_in_production_nothing_goes_before_its_day(socket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DP_RUPTURES_ENV", "production")
    monkeypatch.delenv("DP_RUPTURES_NOW")
    with pytest.raises(Refused, match="est à venir"):
        control.ask(socket, "purge", {"as_of": "2199-01-01", "dry_run": False}, silent)
