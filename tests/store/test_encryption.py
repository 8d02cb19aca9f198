"""Encryption at rest with the extension itself, where this machine has it (docs/operation.md)."""

from pathlib import Path

import duckdb
import pytest

from dp_ruptures import backups, restoring
from dp_ruptures import store as store_module
from dp_ruptures.store import Store, StoreError, open_store
from tests.conftest import NOW

KEY, LATER_KEY = "0123456789abcdef" * 4, "fedcba9876543210" * 4


@pytest.fixture(autouse=True)
def _extension() -> None:
    try:
        with duckdb.connect() as connection:
            connection.execute("LOAD httpfs")
    except duckdb.Error:
        pytest.skip("DuckDB's httpfs extension is not here")


def held(folder: Path, mark: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and mark in path.read_bytes()]


def test_nothing_is_legible_at_rest_and_the_key_changes_by_a_restore(
    process_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process_store.execute("setting_set", name="temoin", content="temoin-en-clair")
    plain = tmp_path / "plain.duckdb"
    backups.backup(process_store, plain, now=NOW, actor="test")
    store_module.close()
    for key in (KEY, LATER_KEY):
        monkeypatch.setenv("DP_RUPTURES_STORE_KEY", key)
        restoring.restore(plain, now=NOW)
        monkeypatch.setenv("DP_RUPTURES_STORE_KEY_BEFORE", key)
        opened = store_module.current()
        opened.rebuild()
        assert opened.query("setting_by_name", name="temoin") == [{"content": "temoin-en-clair"}]
        plain.unlink()
        backups.backup(opened, plain, now=NOW, actor="test")
        ciphers = opened._connection.execute(  # type: ignore[attr-defined]
            "SELECT cipher FROM duckdb_databases() WHERE database_name = 'store'"
        ).fetchall()
        assert ciphers == [("GCM",)]
        store_module.close()
    for aside in tmp_path.glob("*avant-restauration*"):
        aside.unlink()
    assert held(tmp_path, b"temoin-en-clair") == []
    for wrong in (None, KEY):
        with pytest.raises(StoreError, match="DP_RUPTURES_STORE_KEY"):
            open_store(f"duckdb:///{tmp_path / 'dp_ruptures.duckdb'}", wrong)
