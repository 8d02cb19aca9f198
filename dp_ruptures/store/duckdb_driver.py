"""The embedded store: one DuckDB file, owned by one process.

A thread never shares a cursor: one connection used by several threads without
`cursor()` lost 46 results of 600 calls (pitfalls.md, c).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dp_ruptures.store import sql
from dp_ruptures.store.base import Conflict, Row, StoreError, Transaction
from dp_ruptures.store.lock import FileLock

# DuckDB would take 80 % of the machine's memory and every core; the portal shares both with Streamlit.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "1GB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class _DuckTransaction:
    """Named questions on one cursor."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def query(self, name: str, /, **parameters: Any) -> list[Row]:
        self._run(name, parameters)
        names = [column[0] for column in self._cursor.description or []]
        return [dict(zip(names, map(_aware, row), strict=True)) for row in self._cursor.fetchall()]

    def execute(self, name: str, /, **parameters: Any) -> None:
        self._run(name, parameters)

    def _run(self, name: str, parameters: dict[str, Any]) -> None:
        bound = {key: _naive_utc(content) for key, content in parameters.items()}
        try:
            self._cursor.execute(sql.question(name), bound or None)
        except (duckdb.TransactionException, duckdb.ConstraintException) as error:
            # Two appends of one key: the second sees a constraint at once or at commit.
            raise Conflict(f"{name}: {error}") from error


class DuckStore:
    """A DuckDB file (or memory, for tests) answering the questions of `queries/`."""

    def __init__(self, file: Path | None) -> None:
        """Open or create `file`. Raises StoreError when another process holds it."""
        self._lock = FileLock(file.with_suffix(".lock")) if file else None
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
        if self._lock:
            self._lock.acquire()
        try:
            self._connection = _open(file)
        except duckdb.Error as error:
            if self._lock:
                self._lock.release()
            raise StoreError(f"La base {file} ne s'ouvre pas : {error}") from error

    def query(self, name: str, /, **parameters: Any) -> list[Row]:
        with self._connection.cursor() as cursor:
            return _DuckTransaction(cursor).query(name, **parameters)

    def execute(self, name: str, /, **parameters: Any) -> None:
        with self._connection.cursor() as cursor:
            _DuckTransaction(cursor).execute(name, **parameters)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self._connection.cursor() as cursor:
            cursor.begin()
            try:
                yield _DuckTransaction(cursor)
                cursor.commit()
            except duckdb.TransactionException as error:
                raise Conflict(str(error)) from error
            except BaseException:
                cursor.rollback()
                raise

    def migrate(self) -> list[str]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql.question("schema/migration_table"))
            done = {row[0] for row in cursor.execute(sql.question("migrations_applied")).fetchall()}
            pending = [(name, text) for name, text in sql.migrations() if name not in done]
            for name, text in pending:
                _apply(cursor, name, text)
        return [name for name, _ in pending]

    def close(self) -> None:
        self._connection.close()
        if self._lock:
            self._lock.release()


def _open(file: Path | None) -> duckdb.DuckDBPyConnection:
    config = dict(_CONFIG)
    if file:
        config["temp_directory"] = str(file.parent / "tmp")
    return duckdb.connect(str(file) if file else ":memory:", config=config)


def _apply(cursor: duckdb.DuckDBPyConnection, name: str, text: str) -> None:
    cursor.begin()
    try:
        cursor.execute(text)
        cursor.execute(sql.question("migration_record"), {"name": name})
        cursor.commit()
    except duckdb.Error as error:
        cursor.rollback()
        raise StoreError(f"La migration {name} a échoué : {error}") from error


def _naive_utc(content: Any) -> Any:
    if isinstance(content, datetime) and content.tzinfo:
        return content.astimezone(UTC).replace(tzinfo=None)
    if isinstance(content, list) and content and isinstance(content[0], datetime):
        return [_naive_utc(item) for item in content]
    return content


def _aware(content: Any) -> Any:
    if isinstance(content, datetime) and content.tzinfo is None:
        return content.replace(tzinfo=UTC)
    return content
