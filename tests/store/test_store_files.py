"""The store's files: written anew under everybody's feet, encrypted, damaged, on a disk that says no."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from dp_ruptures.store import Busy, Conflict, Store, StoreError, duckdb_files, in_transaction, open_store
from tests.conftest import ROOT

KEY = "l'essai d'une clef"


def opened(folder: Path, key: str | None = None) -> Store:
    return open_store(f"duckdb:///{folder / 'a.duckdb'}", key)


def noted(store: Store, *names: str) -> None:
    for name in names:
        store.execute("setting_insert", name=name, content="x" * 20)


def names(store: Store) -> list[str]:
    connection = store._connection  # type: ignore[attr-defined]
    return [row[0] for row in connection.execute("SELECT name FROM setting ORDER BY 1").fetchall()]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder whose stores have one table: what is tried here is not the schema."""
    from dp_ruptures.store import sql

    table = "CREATE TABLE setting (name TEXT PRIMARY KEY, content TEXT NOT NULL)"
    monkeypatch.setattr(sql, "migrations", lambda: [("0001_small", table)])
    return tmp_path


def test_writers_lose_nothing_while_the_file_is_exchanged(small: Path) -> None:
    store = opened(small)
    store.migrate()
    written: list[str] = []
    stop = threading.Event()

    def write(who: int) -> None:
        number = 0
        while not stop.is_set():
            noted(store, f"{who}-{number}")
            written.append(f"{who}-{number}")
            number += 1

    threads = [threading.Thread(target=write, args=(who,)) for who in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        time.sleep(0.05)
        store.rebuild()
    stop.set()
    for thread in threads:
        thread.join()
    store.close()
    again = opened(small)
    assert names(again) == sorted(written)
    assert len(written) > 6
    again.close()
    assert sorted(path.name for path in small.iterdir()) == ["a.duckdb", "a.lock"]


def test_a_long_transaction_is_waited_for_and_then_left_alone(small: Path) -> None:
    store = opened(small)
    store.migrate()
    entered, leave = threading.Event(), threading.Event()

    def work() -> None:
        with store.transaction() as transaction:
            entered.set()
            leave.wait(10)
            transaction.execute("setting_insert", name="long", content="x")

    thread = threading.Thread(target=work)
    thread.start()
    entered.wait(10)
    with pytest.raises(Busy):
        store.rebuild(patience=0.05)
    noted(store, "short")
    leave.set()
    thread.join()
    assert names(store) == ["long", "short"]
    store.close()


def test_what_a_cut_rebuild_left_is_gone_at_the_next_start(small: Path) -> None:
    (small / "a.duckdb.rebuild").write_bytes(b"half")
    opened(small).close()
    assert not (small / "a.duckdb.rebuild").exists()


def test_without_the_extension_a_key_is_refused_and_nothing_is_written(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(small))
    with pytest.raises(StoreError, match="l'extension httpfs") as refused:
        opened(small, KEY)
    assert KEY not in str(refused.value)
    assert not (small / "a.duckdb").exists()
    opened(small).close()


def test_the_unsafe_fallback_is_nowhere_in_the_portal() -> None:
    sources = [*(ROOT / "dp_ruptures").rglob("*.py"), *(ROOT / "queries").rglob("*.sql")]
    assert not [path for path in sources if "force_mbedtls" in path.read_text(encoding="utf-8")]


@pytest.fixture
def encrypted(small: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """DuckDB's own cipher in the place of the extension, which this machine may not have."""

    def pretend(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("SET GLOBAL force_mbedtls_unsafe = 'true'")

    monkeypatch.setattr(duckdb_files, "_load_encryption", pretend)
    return small


def test_an_encrypted_store_reads_as_noise_and_opens_with_its_key_only(encrypted: Path) -> None:
    store = opened(encrypted, KEY)
    store.migrate()
    noted(store, "temoin-en-clair")
    in_transaction(store, lambda transaction: transaction.execute("setting_insert", name="b", content="c"))
    store.copy_to(encrypted / "copie.duckdb")
    store.rebuild()
    noted(store, "temoin-en-clair-2")
    assert not [path for path in encrypted.iterdir() if b"temoin-en-clair" in path.read_bytes()]
    store.close()
    for key in (None, "une autre"):
        with pytest.raises(StoreError, match="DP_RUPTURES_STORE_KEY"):
            opened(encrypted, key)
    again = opened(encrypted, KEY)
    assert names(again) == ["b", "temoin-en-clair", "temoin-en-clair-2"]
    again.close()


def test_a_key_on_a_plain_store_is_refused(encrypted: Path) -> None:
    opened(encrypted).close()
    with pytest.raises(StoreError, match="DP_RUPTURES_STORE_KEY"):
        opened(encrypted, KEY)


@pytest.mark.parametrize("kept", [0, 100, 3_000])
def test_a_damaged_file_is_said_and_the_way_out_too(small: Path, kept: int) -> None:
    store = opened(small)
    store.migrate()
    store.close()
    file = small / "a.duckdb"
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(StoreError, match="restore FICHIER"):
        opened(small)


@pytest.fixture
def disk(small: Path) -> Iterator[Path]:
    """A disk of 4 MB of our own."""
    place = small / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root mounts a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_refuses_in_french_and_the_store_goes_on_once_there_is_room(disk: Path) -> None:
    store = opened(disk)
    store.migrate()
    kept: list[str] = []

    def fill() -> None:
        for number in range(1_000):
            store.execute("setting_insert", name=f"{number:04}", content="x" * 40_000)
            kept.append(f"{number:04}")

    with pytest.raises(StoreError, match="disque est plein") as refused:
        fill()
    assert not isinstance(refused.value, Conflict)
    assert names(store) == kept
    with pytest.raises(StoreError):
        store.rebuild()
    subprocess.run(["mount", "-o", "remount,size=40m", str(disk)], check=True)
    noted(store, "after")
    store.rebuild()
    store.close()
    again = opened(disk)
    assert names(again) == [*kept, "after"]
    again.close()


def test_a_read_only_disk_is_said(disk: Path) -> None:
    store = opened(disk)
    store.migrate()
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(StoreError, match="lecture seule"):
        opened(disk)


def test_a_command_on_a_damaged_store_says_one_line(tmp_path: Path) -> None:
    (tmp_path / "dp_ruptures.duckdb").write_bytes(b"x" * 9_000)
    done = subprocess.run(
        [sys.executable, "-m", "dp_ruptures", "check"],
        cwd=ROOT, env={"DP_RUPTURES_HOME": str(tmp_path), "PATH": "/usr/bin"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "restore FICHIER" in done.stderr
