"""A store on disk with one pharmacy's figures, old and new, and a way to look for bytes."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from dp_ruptures import store as store_module
from dp_ruptures.reference import load_reference
from dp_ruptures.rules.finess import with_key
from dp_ruptures.store import Store, open_store
from tests.conftest import NOW
from tests.rows import put

# Nowhere else than in declarations: what is public of a pharmacy stays, and would be found.
FINESS = with_key("01999777")
OLD, NEW = date(2026, 4, 6), date(2026, 11, 16)
QUANTITY = 1_593_272_519
RECEIPT = "recepisse-temoin-a-effacer"
MARKS = (FINESS.encode(), RECEIPT.encode(), QUANTITY.to_bytes(4, "little"))


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated store with its reference data: half a second, paid once."""
    file = tmp_path_factory.mktemp("season") / "dp_ruptures.duckdb"
    opened = open_store(f"duckdb:///{file}")
    opened.migrate()
    load_reference(opened, NOW.date())
    opened.close()
    return file


@pytest.fixture
def process_store(season: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The process's own store on a temporary file, at a fixed time."""
    shutil.copyfile(season, tmp_path / season.name)
    monkeypatch.setenv("DP_RUPTURES_HOME", str(tmp_path))
    monkeypatch.delenv("DP_RUPTURES_STORE", raising=False)
    monkeypatch.setenv("DP_RUPTURES_NOW", NOW.isoformat())
    store_module.close()
    yield store_module.connect()
    store_module.close()


@pytest.fixture
def home(process_store: Store, tmp_path: Path) -> Path:
    """The home of the process's store, where that pharmacy declared long ago."""
    fill(process_store)
    return tmp_path


def fill(store: Store) -> None:
    """One old declaration with all that hangs on it, in a cell of a small department."""
    old = datetime(2026, 4, 8, 9)  # noqa: DTZ001 - the store keeps naive UTC
    header = {"declaration_id": 900, "receipt_id": RECEIPT, "finess": FINESS, "week": OLD, "received_at": old}
    put(store, "declaration", header)
    put(store, "declaration_line", {"declaration_id": 900, "cip13": "3400930306000", "units": QUANTITY})
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(
            "INSERT INTO declaration_question VALUES (900, '3400930306000', 'x', 'm', ?, NULL, NULL)",
            [QUANTITY],
        )
        cursor.execute("INSERT INTO release_member VALUES (?, 1, ?, '01', 900)", [OLD, FINESS])
        cursor.execute(
            "INSERT INTO draft VALUES (1, ?, ?, 'units:3400930306000', ?, ?, 'd')",
            [FINESS, OLD, str(QUANTITY), old],
        )


@pytest.fixture
def found_in() -> Callable[..., Iterator[str]]:
    """`found_in(folder)`: the files anywhere in it that hold one of the marks, hidden ones included."""

    def look(*folders: Path) -> Iterator[str]:
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and any(mark in path.read_bytes() for mark in MARKS):
                    yield path.name

    return look
