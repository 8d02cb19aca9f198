"""The embedded store: one DuckDB file, owned by one process.

A thread never shares a cursor: one connection used by several threads without
`cursor()` lost 46 results of 600 calls (pitfalls.md, c).
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dp_ruptures.store import duckdb_files, sql
from dp_ruptures.store.base import Conflict, Row, StoreError, Transaction
from dp_ruptures.store.gate import Gate
from dp_ruptures.store.lock import FileLock


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
        except duckdb.Error as error:
            raise _told(error, name) from error


class DuckStore:
    """A DuckDB file (or memory, for tests) answering the questions of `queries/`."""

    def __init__(self, file: Path | None, key: str | None = None) -> None:
        """Open or create `file`, encrypted with `key` if given.

        Raises Held when another process holds it, StoreError when it does not open.
        """
        self._file = file
        self._key = key if file else None
        self._gate = Gate()
        self._lock = FileLock(file.with_suffix(".lock")) if file else None
        try:
            if file and self._lock:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._lock.acquire()
                duckdb_files.discard(_rebuilt(file))
            self._connection = duckdb_files.connect(file, self._key)
        except (OSError, StoreError) as error:
            if self._lock:
                self._lock.release()
            if isinstance(error, OSError):
                raise duckdb_files.cannot_open(file, error) from error
            raise

    def query(self, name: str, /, **parameters: Any) -> list[Row]:
        with self._cursor() as cursor:
            return _DuckTransaction(cursor).query(name, **parameters)

    def execute(self, name: str, /, **parameters: Any) -> None:
        with self._cursor() as cursor:
            _DuckTransaction(cursor).execute(name, **parameters)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with self._cursor() as cursor:
            cursor.begin()
            try:
                yield _DuckTransaction(cursor)
                cursor.commit()
            except duckdb.Error as error:
                raise _told(error, "commit") from error
            except BaseException:
                cursor.rollback()
                raise

    def migrate(self) -> list[str]:
        with self._cursor() as cursor:
            cursor.execute(sql.question("schema/migration_table"))
            done = {row[0] for row in cursor.execute(sql.question("migrations_applied")).fetchall()}
            pending = [(name, text) for name, text in sql.migrations() if name not in done]
            for name, text in pending:
                _apply(cursor, name, text)
        return [name for name, _ in pending]

    def copy_to(self, file: Path, encrypt_with: str | None = None) -> None:
        with self._cursor() as cursor:
            duckdb_files.copy(cursor, file, encrypt_with or self._key)

    def rebuild(self, patience: float = 10.0) -> None:
        if self._file is None:
            return
        with self._gate.alone(patience):
            fresh = _rebuilt(self._file)
            with duckdb_files.cursor_of(self._connection, self._key) as cursor:
                duckdb_files.copy(cursor, fresh, self._key)
            self._connection.close()
            try:
                self._put_in_place(fresh)
            finally:
                self._connection = duckdb_files.connect(self._file, self._key)

    def _put_in_place(self, fresh: Path) -> None:
        """Exchange the files, while the store is closed."""
        assert self._file is not None  # noqa: S101 - asked by rebuild
        if duckdb_files.log_of(self._file).exists():
            # Left by a close that could not write it back: played again over the new file, it would spoil it.
            duckdb_files.discard(fresh)
            raise StoreError("La base ne s'est pas fermée proprement : elle n'est pas réécrite. Réessayez.")
        shutil.rmtree(duckdb_files.temporary_folder(self._file), ignore_errors=True)
        duckdb_files.exchange(fresh, self._file)
        if _still_open(self._file):
            # Writes would go to the old file, which no longer has a name.
            raise StoreError("La base a été réécrite mais l'ancienne reste ouverte : redémarrez le portail.")

    def close(self) -> None:
        self._connection.close()
        if self._lock:
            self._lock.release()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._gate.shared(), duckdb_files.cursor_of(self._connection, self._key) as cursor:
            yield cursor


def _rebuilt(file: Path) -> Path:
    return file.with_name(file.name + ".rebuild")


def _still_open(file: Path) -> bool:
    """Whether this process holds a file of that name that has been replaced; unknown is no."""
    gone = f"{file} (deleted)"
    try:
        listed = os.listdir("/proc/self/fd")
    except OSError:
        return False
    return any(_target(number) == gone for number in listed)


def _target(number: str) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{number}")
    except OSError:
        return ""


def _told(error: duckdb.Error, name: str) -> Exception:
    """The error as whoever uses a store knows it: of the disk, of another writer, or a mistake of ours."""
    said = duckdb_files.failed(error)
    if said:
        return said
    if isinstance(error, duckdb.TransactionException | duckdb.ConstraintException):
        # Two appends of one key: the second sees a constraint at once or at commit.
        return Conflict(f"{name}: {error}")
    return error


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
