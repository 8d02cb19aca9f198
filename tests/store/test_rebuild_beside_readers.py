"""While the store is written anew: who reads goes on, who writes waits, nobody is shut in with the other."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dp_ruptures.store import Busy, Newer, Store, StoreError, duckdb_driver, duckdb_files, open_store, sql
from dp_ruptures.store.gate import Gate
from tests.conftest import ROOT


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of one table, on a file."""
    table = "CREATE TABLE setting (name TEXT PRIMARY KEY, content TEXT NOT NULL)"
    monkeypatch.setattr(sql, "migrations", lambda: [("0001_small", table)])
    opened = open_store(f"duckdb:///{tmp_path / 'a.duckdb'}")
    opened.migrate()
    opened.execute("setting_insert", name="a", content="1")
    return opened


def begun(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_who_reads_goes_on_during_the_copy_and_who_writes_is_in_the_new_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, go_on, real = threading.Event(), threading.Event(), duckdb_files.copy

    def slow(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        copied.set()
        assert go_on.wait(10)

    monkeypatch.setattr(duckdb_files, "copy", slow)
    rebuilding = begun(store.rebuild)
    assert copied.wait(10)
    real_question = sql.question
    added = "INSERT INTO setting VALUES ($name, '2') RETURNING name"
    monkeypatch.setattr(sql, "question", lambda name: added if name == "added" else real_question(name))
    writing = begun(lambda: store.execute("setting_insert", name="b", content="2"))
    answering = begun(lambda: store.query("added", name="c"))
    assert store.query("setting_by_name", name="a") == [{"content": "1"}]
    for thread in (writing, answering):
        thread.join(0.1)
        assert thread.is_alive()
    go_on.set()
    for thread in (rebuilding, writing, answering):
        thread.join(10)
    store.close()
    again = open_store(f"duckdb:///{tmp_path / 'a.duckdb'}")
    assert [again.query("setting_by_name", name=name) for name in "bc"] == [[{"content": "2"}]] * 2
    again.close()


def test_a_reader_that_does_not_end_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    with store._gate.reading(), pytest.raises(Busy):  # type: ignore[attr-defined]
        store.rebuild(patience=0.05)
    store.execute("setting_insert", name="b", content="2")
    assert not (tmp_path / "a.duckdb.rebuild").exists()
    store.rebuild()
    assert store.query("setting_by_name", name="b") == [{"content": "2"}]
    store.close()


def test_a_log_that_the_close_left_is_never_played_over_the_new_file(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, real = tmp_path / "left.wal", duckdb_files.log_of
    left.touch()
    with monkeypatch.context() as patch:
        patch.setattr(duckdb_files, "log_of", lambda file: left if file.name == "a.duckdb" else real(file))
        with pytest.raises(StoreError, match="fermée proprement"):
            store.rebuild()
    assert not (tmp_path / "a.duckdb.rebuild").exists()
    assert store.query("setting_by_name", name="a") == [{"content": "1"}]
    store.close()


def test_a_question_that_changes_rows_is_never_taken_for_a_reader() -> None:
    texts = {path.stem: path.read_text() for path in (ROOT / "queries").glob("*.sql")}
    reading = {name for name in texts if duckdb_driver._only_reads(name)}
    writing = set(texts) - reading
    assert {"link_use", "token_revoke", "setting_set", "purge_lines"} <= writing
    assert not [name for name in reading if "nextval" in texts[name]]
    assert {"setting_by_name", "migrations_applied", "declaration_history"} <= reading


def test_a_thread_inside_may_enter_again_while_somebody_waits_to_be_alone() -> None:
    gate, order = Gate(), []

    def wait() -> None:
        with gate.still(10), gate.alone(10):
            order.append("alone")

    with gate.writing():
        waiting = begun(wait)
        time.sleep(0.05)
        with gate.writing(), gate.reading():
            order.append("again")
    waiting.join(10)
    assert order == ["again", "alone"]


def test_two_who_would_be_alone_come_one_after_the_other() -> None:
    gate, inside = Gate(), []

    def work() -> None:
        with gate.still(10), gate.alone(10):
            inside.append(1)
            time.sleep(0.02)
            assert len(inside) == 1
            inside.pop()

    threads = [begun(work) for _ in range(3)]
    with gate.still(0.5):
        assert inside == []
    for thread in threads:
        thread.join(10)
    with gate.writing():
        assert inside == []


def test_a_store_of_a_later_version_is_not_opened_nor_touched(store: Store, tmp_path: Path) -> None:
    store._connection.execute("INSERT INTO schema_migration (name) VALUES ('9999_later')")  # type: ignore[attr-defined]
    with pytest.raises(Newer, match="version plus récente du portail .migration 9999_later."):
        store.migrate()
    store.close()
