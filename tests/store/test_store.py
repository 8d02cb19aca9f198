"""The store: one owner, numbered migrations, all or nothing, instants in UTC."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dp_ruptures.store import Conflict, Held, Store, StoreError, in_transaction, open_store


def test_migrations_are_applied_once_and_in_order(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'a.duckdb'}"
    opened = open_store(url)
    names = opened.migrate()
    assert names == sorted(names)
    assert opened.migrate() == []
    opened.close()
    reopened = open_store(url)
    assert reopened.migrate() == []
    reopened.close()


def test_a_second_process_is_told_who_holds_the_file(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'a.duckdb'}"
    opened = open_store(url)
    attempt = f"from dp_ruptures.store import open_store; open_store({url!r})"
    other = subprocess.run([sys.executable, "-c", attempt], capture_output=True, text=True, check=False)
    opened.close()
    assert "déjà ouverte par le processus" in other.stderr
    open_store(url).close()


def test_the_same_process_is_told_too(tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'a.duckdb'}"
    opened = open_store(url)
    with pytest.raises(Held):
        open_store(url)
    opened.close()


def test_a_file_that_is_no_store_is_refused_in_french(tmp_path: Path) -> None:
    (tmp_path / "a.duckdb").write_bytes(b"not a database, only some text" * 500)
    with pytest.raises(StoreError, match="ne s'ouvre pas"):
        open_store(f"duckdb:///{tmp_path / 'a.duckdb'}")


def test_another_url_is_refused_in_french() -> None:
    with pytest.raises(StoreError, match="duckdb:///"):
        open_store("postgresql://localhost/x")


def test_an_instant_comes_back_as_it_went_in(empty_store: Store) -> None:
    noon = datetime(2026, 11, 18, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))
    empty_store.execute("access_insert", now=noon, actor="a", subject="s", purpose="p")
    empty_store.execute("audit_insert", now=noon, actor="a", action="x", subject="s", detail="d")
    assert empty_store.query("audit_latest")[0]["happened_at"] == noon.astimezone(UTC)


def test_a_failed_transaction_leaves_nothing(empty_store: Store, now: datetime) -> None:
    def half(transaction: Store) -> None:
        transaction.execute("setting_insert", name="a", content="1")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        in_transaction(empty_store, half)  # type: ignore[arg-type]
    assert empty_store.query("setting_by_name", name="a") == []


def test_a_conflict_is_tried_again_and_then_said(empty_store: Store) -> None:
    attempts = []

    def lose(transaction: Store) -> None:
        attempts.append(1)
        raise Conflict("somebody else")

    with pytest.raises(Conflict):
        in_transaction(empty_store, lose)  # type: ignore[arg-type]
    assert len(attempts) == 5
